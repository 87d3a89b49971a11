-- Where else than by mail digests go. `subscriber_id` 0: the operator's own.
CREATE TABLE `channels` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subscriber_id` integer NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`target_hash` text NOT NULL,
	`shown` text NOT NULL,
	`state` text NOT NULL,
	`code_hash` text,
	`guesses` integer DEFAULT 0 NOT NULL,
	`schedule_id` integer NOT NULL,
	`schedule_from` text,
	`next_schedule_id` integer,
	`next_from` text,
	`changes_at` integer,
	`created_at` integer NOT NULL,
	`confirmed_at` integer,
	`ended_at` integer,
	`reason` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_once` ON `channels` (`subscriber_id`,`target_hash`) WHERE state <> 'ended';--> statement-breakpoint
CREATE INDEX `channels_owner` ON `channels` (`subscriber_id`);--> statement-breakpoint
CREATE INDEX `channels_active` ON `channels` (`schedule_id`,`id`) WHERE state = 'active';--> statement-breakpoint
CREATE INDEX `channels_waiting` ON `channels` (`created_at`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `channels_changing` ON `channels` (`changes_at`) WHERE changes_at is not null;--> statement-breakpoint
CREATE INDEX `channels_ended` ON `channels` (`ended_at`) WHERE ended_at is not null;--> statement-breakpoint
-- "Never twice": the number is made of the channel's and the local date.
CREATE TABLE `channel_posts` (
	`id` integer PRIMARY KEY NOT NULL,
	`channel_id` integer NOT NULL,
	`schedule_id` integer NOT NULL,
	`local_date` text NOT NULL,
	`edition_date` text NOT NULL,
	`given` text,
	`state` text NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`first_attempt_at` integer,
	`unanswered` integer DEFAULT false NOT NULL,
	`messages` text,
	`sent` integer DEFAULT 0 NOT NULL,
	`planned_at` integer NOT NULL,
	`settled_at` integer,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `channel_posts_open` ON `channel_posts` (`due_at`) WHERE settled_at is null;
