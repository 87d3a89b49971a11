-- What the operator decides at /operator, and a record of it.
CREATE TABLE `operator_settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `operator_actions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `editions` ADD `operator_note` text;--> statement-breakpoint
ALTER TABLE `papers` ADD `withdrawn_here` integer;--> statement-breakpoint
CREATE INDEX `papers_withdrawn_here` ON `papers` (`id`) WHERE withdrawn_here is not null;
