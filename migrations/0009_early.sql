-- What the closed daily lists say of a name, folded as search folds it.
CREATE TABLE `author_past` (
	`name` text PRIMARY KEY NOT NULL,
	`listings` integer NOT NULL,
	`votes` real NOT NULL,
	`first_on` text NOT NULL,
	`last_on` text NOT NULL
);
--> statement-breakpoint
-- The papers picked on a day before any list had them. Rows are added, and none is changed.
CREATE TABLE `early_picks` (
	`day` text NOT NULL,
	`position` integer NOT NULL,
	`paper_id` text NOT NULL,
	`newcomer` integer NOT NULL,
	`reason` text NOT NULL,
	`picked_at` integer NOT NULL,
	PRIMARY KEY(`day`, `position`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `early_picks_paper` ON `early_picks` (`paper_id`);--> statement-breakpoint
-- Null: the paper was on a list when it was first stored, or was stored before there were scores.
ALTER TABLE `papers` ADD `early_score` real;--> statement-breakpoint
ALTER TABLE `papers` ADD `early` text;
