-- More like this, less like this: what readers marked stands with what else they share a digest by.
ALTER TABLE `schedules` ADD `marks` text DEFAULT '' NOT NULL;--> statement-breakpoint
DROP INDEX `schedules_key`;--> statement-breakpoint
CREATE UNIQUE INDEX `schedules_key` ON `schedules` (`timezone`,`hour`,`days`,`kind`,`papers`,`topics`,`marks`);--> statement-breakpoint
CREATE INDEX `schedules_marked` ON `schedules` (`id`) WHERE marks <> '';--> statement-breakpoint
-- What papers are about, as far as somebody's order asked for it.
CREATE TABLE `gists` (
	`paper_id` text PRIMARY KEY NOT NULL,
	`words` text NOT NULL,
	`weights` text NOT NULL,
	`made_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `gists_made_at` ON `gists` (`made_at`);
