-- Whose paper it is, as Hugging Face names it; null: nobody said.
ALTER TABLE `papers` ADD `organization` text;--> statement-breakpoint
ALTER TABLE `papers` ADD `organization_name` text;--> statement-breakpoint
CREATE INDEX `papers_organization` ON `papers` (organization collate nocase);--> statement-breakpoint
-- The search index learns organisations, repositories and stems: every paper is put in again, a part each tick.
UPDATE `papers` SET `indexed_revision` = 0;
