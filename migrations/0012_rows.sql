-- Indexes hold only rows that have something there: each entry is a row that D1 bills, and most papers are on no list.
DROP INDEX `papers_listed_on`;--> statement-breakpoint
DROP INDEX `papers_arxiv_due_at`;--> statement-breakpoint
DROP INDEX `papers_organization`;--> statement-breakpoint
DROP INDEX `papers_repo`;--> statement-breakpoint
CREATE INDEX `papers_listed_on` ON `papers` (`listed_on`) WHERE listed_on is not null;--> statement-breakpoint
CREATE INDEX `papers_arxiv_due_at` ON `papers` (`arxiv_due_at`) WHERE arxiv_due_at is not null;--> statement-breakpoint
CREATE INDEX `papers_organization` ON `papers` (organization collate nocase) WHERE organization is not null;--> statement-breakpoint
CREATE INDEX `papers_repo` ON `papers` (repo collate nocase) WHERE repo is not null;
--> statement-breakpoint
-- Nothing asked it.
DROP INDEX `repos_asked_at`;--> statement-breakpoint
-- The current scores of a list are written together: one row a list, not two a paper.
CREATE TABLE `list_scores` (
	`listed_on` text PRIMARY KEY NOT NULL,
	`scores` text NOT NULL,
	`scored_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `list_scores` (`listed_on`, `scores`, `scored_at`)
SELECT `listed_on`, json_group_object(`paper_id`, json(`score`)), max(`scored_at`) FROM `current_scores` GROUP BY `listed_on`;--> statement-breakpoint
DROP TABLE `current_scores`;
