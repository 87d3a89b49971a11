-- Whose paper it is, as Hugging Face names it; null: nobody said.
ALTER TABLE `papers` ADD `organization` text;--> statement-breakpoint
ALTER TABLE `papers` ADD `organization_name` text;--> statement-breakpoint
CREATE INDEX `papers_organization` ON `papers` (organization collate nocase);--> statement-breakpoint
-- The search index learns organisations, repositories and stems: every paper is put in again, a part each tick.
UPDATE `papers` SET `indexed_revision` = 0;--> statement-breakpoint
-- A comma, a semicolon, a bar and the word "or" in what a digest is of now stand between two things of which one is enough.
-- Here they were blanks until now, and are made blanks, so that every digest stays as it is.
UPDATE OR IGNORE `schedules` SET `topics` = substr(`topics`, 1, p - 1)
  || replace(replace(replace(replace(replace(replace(replace(substr(`topics`, p, n), ',', '%20'), '%3B', '%20'),
    '%7C', '%20'), '%0A', '%20'), '%20OR%20', '%20'), '%20or%20', '%20'), '%20Or%20', '%20')
  || substr(`topics`, p + n)
FROM (
  SELECT `id` AS which, instr('&' || `topics`, '&q=') AS p,
    instr(substr(`topics`, instr('&' || `topics`, '&q=')) || '&', '&') - 1 AS n
  FROM `schedules`
) WHERE which = `id` AND p > 0;
