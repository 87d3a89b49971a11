-- Stems of all texts, authors and compounds in other writings too: what lists, previews and digests are matched by. A table of
-- its own: in `stems` the other columns would count as length of a text, and order what is searched worse. What was indexed
-- is put in again (`indexed_revision` in DB is set back), so that this table fills up by itself.
create virtual table said using fts5(
  title, forms, abstract, authors, categories,
  content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
