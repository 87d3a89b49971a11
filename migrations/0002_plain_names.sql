-- Names that say what a thing is. Nothing is lost but two columns that nothing read.
ALTER TABLE `slots` RENAME TO `schedules`;--> statement-breakpoint
ALTER TABLE `slot_days` RENAME TO `schedule_days`;--> statement-breakpoint
ALTER TABLE `standings` RENAME TO `current_scores`;--> statement-breakpoint
ALTER TABLE `schedule_days` RENAME COLUMN `slot_id` TO `schedule_id`;--> statement-breakpoint
ALTER TABLE `batches` RENAME COLUMN `slot_id` TO `schedule_id`;--> statement-breakpoint
ALTER TABLE `batches` RENAME COLUMN `cut` TO `variant`;--> statement-breakpoint
ALTER TABLE `batches` RENAME COLUMN `trouble` TO `error`;--> statement-breakpoint
ALTER TABLE `job_runs` RENAME COLUMN `trouble` TO `error`;--> statement-breakpoint
ALTER TABLE `digests` RENAME COLUMN `cut` TO `variant`;--> statement-breakpoint
ALTER TABLE `subscribers` RENAME COLUMN `slot_id` TO `schedule_id`;--> statement-breakpoint
ALTER TABLE `subscribers` RENAME COLUMN `slot_from` TO `schedule_from`;--> statement-breakpoint
ALTER TABLE `subscribers` RENAME COLUMN `next_slot_id` TO `next_schedule_id`;--> statement-breakpoint
ALTER TABLE `subscribers` RENAME COLUMN `moves_at` TO `changes_at`;--> statement-breakpoint
DROP INDEX `slots_wish`;--> statement-breakpoint
CREATE UNIQUE INDEX `schedules_key` ON `schedules` (`timezone`,`hour`,`days`,`kind`,`papers`,`topics`);--> statement-breakpoint
DROP INDEX `slot_days_never_twice`;--> statement-breakpoint
CREATE UNIQUE INDEX `schedule_days_never_twice` ON `schedule_days` (`schedule_id`,`local_date`,`kind`);--> statement-breakpoint
DROP INDEX `slot_days_edition`;--> statement-breakpoint
CREATE UNIQUE INDEX `schedule_days_edition` ON `schedule_days` (`edition_date`,`schedule_id`,`kind`);--> statement-breakpoint
DROP INDEX `subscribers_slot`;--> statement-breakpoint
CREATE INDEX `subscribers_schedule` ON `subscribers` (`schedule_id`,`state`,`id`);--> statement-breakpoint
DROP INDEX `subscribers_moving`;--> statement-breakpoint
CREATE INDEX `subscribers_changing` ON `subscribers` (`changes_at`) WHERE changes_at is not null;--> statement-breakpoint
DROP INDEX `standings_now`;--> statement-breakpoint
DROP INDEX `standings_listed_on`;--> statement-breakpoint
CREATE INDEX `current_scores_listed_on` ON `current_scores` (`listed_on`);--> statement-breakpoint
DROP INDEX `standings_scored_at`;--> statement-breakpoint
ALTER TABLE `current_scores` DROP COLUMN `now`;--> statement-breakpoint
ALTER TABLE `current_scores` DROP COLUMN `receipt`;--> statement-breakpoint
-- The reasons in frozen editions keep their words; only the name of the field changes. In JSON a quotation
-- mark inside a text is escaped, so this cannot match one.
UPDATE `editions` SET `papers` = replace(`papers`, '"receipt":', '"reason":');
