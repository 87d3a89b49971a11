-- Which papers are like which: worked out from the index, a few papers a tick.

-- The revision whose like papers are worked out; 0: none yet, or to be done again.
alter table documents add column compared integer not null default 0;
create index documents_uncompared on documents (number) where compared <> revision;

-- What a paper's own words found when it was compared; `number` and `other` are numbers of documents. A later paper that is
-- like an earlier one finds it, so a paper's like ones are those of both directions.
create table similar (
  number integer not null,
  other integer not null,
  -- What the words and passages they share weigh together (bm25).
  likeness real not null,
  primary key (number, other)
) without rowid;
create index similar_other on similar (other, likeness);
