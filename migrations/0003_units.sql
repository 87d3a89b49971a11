-- What is read of each day's submissions at arXiv, and gates that tell a run's lease from a wait that was asked for.
CREATE TABLE `arxiv_days` (
	`date` text PRIMARY KEY NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`next` integer DEFAULT 0 NOT NULL,
	`asked_at` integer,
	`failed_at` integer,
	`failures` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE `gates` ADD `leased` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Jobs that are no more: their last failure would stand for ever.
DELETE FROM `job_runs` WHERE `job` IN ('ingest', 'deliver');
