-- Stems of all texts that lists and digests are matched by: compounds in other writings, and authors, are new. What was
-- indexed is put in again (`indexed_revision` in DB is set back), so that this table fills up by itself.
drop table stems;
create virtual table stems using fts5(
  title, abstract, categories, forms, authors,
  content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
