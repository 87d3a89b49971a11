-- The full-text index: derived from DB and rebuildable, so nothing in it is the truth.
-- FTS5 tables are contentless: they hold postings, no second copy of any text.

create table documents (
  -- Grows in the order in which papers were first seen; also the rowid in `words` and `stems`.
  number integer primary key,
  paper_id text not null unique,
  -- Of the text that is indexed: an older text never replaces a newer one.
  revision integer not null
);

-- Exact words, accents folded. `name`: a title's coined name; `forms`: compounds whole and split; `categories`: one word each.
create virtual table words using fts5(
  name, title, forms, abstract, authors, categories,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- The same texts by word stem, for questions in sentences.
create virtual table stems using fts5(
  title, abstract, categories,
  content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Which words exist, and in how many papers.
create virtual table terms using fts5vocab(words, 'row');

-- Words of titles and authors by their letter triples: what a misspelt word may have meant.
create table spellings (number integer primary key, word text not null unique);
create virtual table trigrams using fts5(word, content = '', tokenize = 'trigram');
create virtual table triples using fts5vocab(trigrams, 'row');
-- The marks tell triples at the ends of a word from those inside.
create trigger spellings_trigrams after insert on spellings begin
  insert into trigrams (rowid, word) values (new.number, '$$' || new.word || '$$');
end;

-- Categories that some paper has.
create table categories (name text primary key) without rowid;
