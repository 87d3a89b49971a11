-- Soft bounces in a row: since when, and the last of them. Those counted before were of no row.
ALTER TABLE `subscribers` ADD `soft_since` integer;--> statement-breakpoint
ALTER TABLE `subscribers` ADD `soft_last` integer;--> statement-breakpoint
UPDATE `subscribers` SET `soft_bounces` = 0 WHERE `soft_bounces` > 0;--> statement-breakpoint
-- Authors that a source named beyond those that are stored.
ALTER TABLE `papers` ADD `more_authors` integer NOT NULL DEFAULT 0;
