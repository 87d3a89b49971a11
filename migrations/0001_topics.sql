DROP INDEX `slots_wish`;--> statement-breakpoint
ALTER TABLE `slots` ADD `topics` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `slots_wish` ON `slots` (`timezone`,`hour`,`days`,`kind`,`papers`,`topics`);