-- The sentence that a model of Hugging Face wrote about a paper.
ALTER TABLE `papers` ADD `summary` text;
