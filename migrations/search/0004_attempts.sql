-- How many attempts to mail `DB` has counted, as told here before each: a restore takes `DB` back, and leaves this.
create table attempts (id integer primary key check (id = 1), count integer not null);
