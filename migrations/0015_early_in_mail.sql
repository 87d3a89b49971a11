-- Whether a digest ends with early picks.
ALTER TABLE `schedules` ADD `early` integer DEFAULT false NOT NULL;--> statement-breakpoint
DROP INDEX `schedules_key`;--> statement-breakpoint
CREATE UNIQUE INDEX `schedules_key` ON `schedules` (`timezone`,`hour`,`days`,`kind`,`papers`,`topics`,`marks`,`early`);
