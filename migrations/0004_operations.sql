-- What is needed to restore without doubles, to welcome readers, and to tell the truth on /status.
ALTER TABLE `batches` ADD `key` text;--> statement-breakpoint
ALTER TABLE `batches` ADD `decided_at` integer;--> statement-breakpoint
ALTER TABLE `batches` ADD `welcome` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `subscribers` ADD `welcome_due_at` integer;--> statement-breakpoint
CREATE INDEX `subscribers_welcome` ON `subscribers` (`welcome_due_at`) WHERE welcome_due_at is not null;--> statement-breakpoint
ALTER TABLE `gates` ADD `error` text;--> statement-breakpoint
ALTER TABLE `webhook_calls` ADD `failure` text;--> statement-breakpoint
ALTER TABLE `notices` ADD `figure` integer;--> statement-breakpoint
CREATE TABLE `uptime` (
	`from_at` integer PRIMARY KEY NOT NULL,
	`until_at` integer NOT NULL,
	`before_at` integer
);
--> statement-breakpoint
CREATE TABLE `restores` (
	`name` text PRIMARY KEY NOT NULL,
	`from_at` integer NOT NULL,
	`noted_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `passed_over` (
	`schedule_id` integer NOT NULL,
	`local_date` text NOT NULL,
	`readers` integer NOT NULL,
	`reason` text NOT NULL,
	`noted_at` integer NOT NULL,
	PRIMARY KEY(`schedule_id`, `local_date`)
);
--> statement-breakpoint
CREATE INDEX `passed_over_noted_at` ON `passed_over` (`noted_at`);--> statement-breakpoint
CREATE TABLE `progress` (
	`name` text PRIMARY KEY NOT NULL,
	`date` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `papers_unlisted` ON `papers` (`first_seen_at`) WHERE listed_on is null;
