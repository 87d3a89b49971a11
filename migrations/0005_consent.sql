-- A pending signup is a row of its own; consent and its end are records; limits and budgets are counted.
CREATE TABLE `signups` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`wants` text DEFAULT 'digest' NOT NULL,
	`preferences` text,
	`own` integer DEFAULT false NOT NULL,
	`asked_at` integer NOT NULL,
	`noted_by` text DEFAULT '' NOT NULL,
	`consent_text` text,
	`network` text,
	`queue_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`attempted_at` integer,
	`accepted_at` integer,
	`confirmed_at` integer
);
--> statement-breakpoint
CREATE INDEX `signups_email` ON `signups` (`email`);--> statement-breakpoint
CREATE INDEX `signups_owed` ON `signups` (`queue_at`) WHERE queue_at is not null;--> statement-breakpoint
CREATE TABLE `consents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subscriber_id` integer NOT NULL,
	`at` integer NOT NULL,
	`what` text NOT NULL,
	`how` text NOT NULL,
	`schedule_id` integer,
	`preferences` text,
	`consent_text` text,
	`signup_network` text,
	`confirm_network` text
);
--> statement-breakpoint
CREATE INDEX `consents_subscriber` ON `consents` (`subscriber_id`);--> statement-breakpoint
CREATE TABLE `stopped_addresses` (
	`hash` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `counters` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`ends_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `counters_ends_at` ON `counters` (`ends_at`);--> statement-breakpoint
CREATE TABLE `data_version` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
-- The links in mails that are on their way name the subscriber's number, and were issued at `confirmation_at`.
INSERT INTO `signups` (`id`, `email`, `preferences`, `asked_at`, `consent_text`, `network`, `queue_at`, `attempts`, `attempted_at`, `accepted_at`)
SELECT s.id, s.email,
	json_object('kind', p.kind, 'timezone', p.timezone, 'hour', p.hour, 'days', p.days, 'papers', p.papers, 'topics', p.topics),
	coalesce(s.confirmation_at, s.created_at), s.consent_text, s.signup_network,
	CASE WHEN s.confirmation_accepted_at IS NULL THEN s.confirmation_at END,
	s.confirmations, s.confirmation_at, s.confirmation_accepted_at
FROM `subscribers` s JOIN `schedules` p ON p.id = s.schedule_id WHERE s.state = 'pending';
--> statement-breakpoint
INSERT INTO `consents` (`subscriber_id`, `at`, `what`, `how`, `schedule_id`, `preferences`, `consent_text`, `signup_network`, `confirm_network`)
SELECT s.id, s.confirmed_at, 'given', 'confirmation link', s.schedule_id,
	json_object('kind', p.kind, 'timezone', p.timezone, 'hour', p.hour, 'days', p.days, 'papers', p.papers, 'topics', p.topics),
	s.consent_text, s.signup_network, s.confirm_network
FROM `subscribers` s JOIN `schedules` p ON p.id = s.schedule_id WHERE s.state <> 'pending' AND s.confirmed_at IS NOT NULL;
--> statement-breakpoint
INSERT INTO `consents` (`subscriber_id`, `at`, `what`, `how`)
SELECT id, ended_at, 'ended', CASE state WHEN 'unsubscribed' THEN 'unsubscribe link' ELSE state END
FROM `subscribers` WHERE state NOT IN ('pending', 'active') AND ended_at IS NOT NULL;
--> statement-breakpoint
-- A pending row of somebody who had been a reader before goes back to how their subscription ended.
DELETE FROM `subscribers` WHERE state = 'pending' AND suppression IS NULL AND edition_after IS NULL;--> statement-breakpoint
UPDATE `subscribers` SET state = coalesce(suppression, 'unsubscribed'), ended_at = confirmation_at - 1 WHERE state = 'pending';--> statement-breakpoint
UPDATE `subscribers` SET ended_at = created_at WHERE state <> 'active' AND ended_at IS NULL;--> statement-breakpoint
ALTER TABLE `subscribers` ADD `signup_id` integer;--> statement-breakpoint
ALTER TABLE `subscribers` ADD `generation` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `subscribers` ADD `hashed_at` integer;--> statement-breakpoint
DROP INDEX `subscribers_pending`;--> statement-breakpoint
DROP INDEX `subscribers_schedule`;--> statement-breakpoint
CREATE INDEX `subscribers_active` ON `subscribers` (`schedule_id`,`id`) WHERE state = 'active';--> statement-breakpoint
CREATE INDEX `subscribers_signup` ON `subscribers` (`signup_id`) WHERE signup_id is not null;--> statement-breakpoint
CREATE INDEX `subscribers_ended` ON `subscribers` (`hashed_at`,`ended_at`) WHERE ended_at is not null;--> statement-breakpoint
ALTER TABLE `subscribers` DROP COLUMN `confirmations`;--> statement-breakpoint
ALTER TABLE `subscribers` DROP COLUMN `confirmation_at`;--> statement-breakpoint
ALTER TABLE `subscribers` DROP COLUMN `confirmation_accepted_at`;--> statement-breakpoint
ALTER TABLE `subscribers` DROP COLUMN `consent_text`;--> statement-breakpoint
ALTER TABLE `subscribers` DROP COLUMN `signup_network`;--> statement-breakpoint
ALTER TABLE `subscribers` DROP COLUMN `confirm_network`;
