CREATE TABLE `batches` (
	`id` integer PRIMARY KEY NOT NULL,
	`slot_id` integer NOT NULL,
	`local_date` text NOT NULL,
	`edition_date` text NOT NULL,
	`digest_date` text NOT NULL,
	`cut` text NOT NULL,
	`first_subscriber` integer NOT NULL,
	`last_subscriber` integer NOT NULL,
	`state` text NOT NULL,
	`members` text,
	`due_at` integer NOT NULL,
	`key_id` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`first_attempt_at` integer,
	`unanswered` integer DEFAULT false NOT NULL,
	`planned` integer NOT NULL,
	`accepted` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	`excluded` integer DEFAULT 0 NOT NULL,
	`trouble` text,
	`settled_at` integer,
	CONSTRAINT "batches_sum" CHECK("batches"."state" <> 'accepted' or planned = accepted + refused + excluded),
	CONSTRAINT "batches_counts" CHECK(accepted >= 0 and refused >= 0 and excluded >= 0)
);
--> statement-breakpoint
CREATE TABLE `digests` (
	`edition_date` text NOT NULL,
	`cut` text DEFAULT 'all' NOT NULL,
	`sender` text NOT NULL,
	`subject` text NOT NULL,
	`html` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`edition_date`, `cut`)
);
--> statement-breakpoint
CREATE TABLE `edition_papers` (
	`paper_id` text PRIMARY KEY NOT NULL,
	`edition_date` text NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `edition_papers_position` ON `edition_papers` (`edition_date`,`position`);--> statement-breakpoint
CREATE TABLE `editions` (
	`date` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`note` text,
	`published_at` integer NOT NULL,
	`formula` text NOT NULL,
	`cohorts` text NOT NULL,
	`papers` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `gates` (
	`source` text PRIMARY KEY NOT NULL,
	`free_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `job_runs` (
	`job` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`status` text NOT NULL,
	`trouble` text
);
--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `observations` (
	`paper_id` text NOT NULL,
	`source` text NOT NULL,
	`at` integer NOT NULL,
	`upvotes` integer,
	`comments` integer,
	`stars` integer,
	`points` integer,
	PRIMARY KEY(`paper_id`, `source`, `at`)
);
--> statement-breakpoint
CREATE INDEX `observations_at` ON `observations` (`at`);--> statement-breakpoint
CREATE TABLE `papers` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`abstract` text NOT NULL,
	`authors` text NOT NULL,
	`categories` text NOT NULL,
	`version` integer,
	`published_at` integer,
	`listed_on` text,
	`first_seen_at` integer NOT NULL,
	`born_at` integer,
	`submitter_followers` integer,
	`repo` text,
	`repo_since` integer,
	`story` text,
	`project_page` text,
	`comment` text,
	`withdrawn` integer DEFAULT false NOT NULL,
	`arxiv_due_at` integer,
	`revision` integer DEFAULT 1 NOT NULL,
	`indexed_revision` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `papers_listed_on` ON `papers` (`listed_on`);--> statement-breakpoint
CREATE INDEX `papers_first_seen_at` ON `papers` (`first_seen_at`);--> statement-breakpoint
CREATE INDEX `papers_arxiv_due_at` ON `papers` (`arxiv_due_at`);--> statement-breakpoint
CREATE INDEX `papers_repo` ON `papers` ("repo" collate nocase);--> statement-breakpoint
CREATE INDEX `papers_unindexed` ON `papers` (`first_seen_at`) WHERE revision <> indexed_revision;--> statement-breakpoint
CREATE TABLE `repos` (
	`name` text PRIMARY KEY NOT NULL,
	`moved_to` text,
	`gone` integer DEFAULT false NOT NULL,
	`asked_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `repos_asked_at` ON `repos` (`asked_at`);--> statement-breakpoint
CREATE TABLE `slot_days` (
	`id` integer PRIMARY KEY NOT NULL,
	`slot_id` integer NOT NULL,
	`local_date` text NOT NULL,
	`kind` text NOT NULL,
	`edition_date` text NOT NULL,
	`planned_at` integer NOT NULL,
	`planned_by` text NOT NULL,
	`settled_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `slot_days_never_twice` ON `slot_days` (`slot_id`,`local_date`,`kind`);--> statement-breakpoint
CREATE UNIQUE INDEX `slot_days_edition` ON `slot_days` (`edition_date`,`slot_id`,`kind`);--> statement-breakpoint
CREATE TABLE `slots` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`timezone` text NOT NULL,
	`hour` integer NOT NULL,
	`days` integer NOT NULL,
	`papers` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `slots_wish` ON `slots` (`timezone`,`hour`,`days`,`kind`,`papers`);--> statement-breakpoint
CREATE TABLE `source_runs` (
	`source` text NOT NULL,
	`subject` text NOT NULL,
	`at` integer NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`seen` integer DEFAULT 0 NOT NULL,
	`added` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	`highest` text,
	PRIMARY KEY(`source`, `subject`, `at`)
);
--> statement-breakpoint
CREATE INDEX `source_runs_at` ON `source_runs` (`at`);--> statement-breakpoint
CREATE TABLE `standings` (
	`paper_id` text PRIMARY KEY NOT NULL,
	`listed_on` text NOT NULL,
	`now` real NOT NULL,
	`score` text NOT NULL,
	`receipt` text NOT NULL,
	`scored_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `standings_now` ON `standings` (`now`);--> statement-breakpoint
CREATE INDEX `standings_listed_on` ON `standings` (`listed_on`);--> statement-breakpoint
CREATE INDEX `standings_scored_at` ON `standings` (`scored_at`);--> statement-breakpoint
CREATE TABLE `subscribers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`state` text NOT NULL,
	`slot_id` integer NOT NULL,
	`slot_from` text,
	`edition_after` text,
	`next_slot_id` integer,
	`next_from` text,
	`moves_at` integer,
	`created_at` integer NOT NULL,
	`confirmed_at` integer,
	`ended_at` integer,
	`confirmations` integer DEFAULT 0 NOT NULL,
	`confirmation_at` integer,
	`confirmation_accepted_at` integer,
	`consent_text` text,
	`signup_network` text,
	`confirm_network` text,
	`suppression` text,
	`soft_bounces` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subscribers_email` ON `subscribers` (`email`);--> statement-breakpoint
CREATE INDEX `subscribers_slot` ON `subscribers` (`slot_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `subscribers_pending` ON `subscribers` (`state`,`created_at`);--> statement-breakpoint
CREATE INDEX `subscribers_moving` ON `subscribers` (`moves_at`) WHERE moves_at is not null;--> statement-breakpoint
CREATE TABLE `webhook_calls` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`noted_by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_calls_at` ON `webhook_calls` (`at`);