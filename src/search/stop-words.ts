/** Words that say nothing of a subject, including those of a question for papers. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about also an and any are article articles as at be been between by can could did discuss discussed discussing do
  does example examples find focus focused focusing for from give has have how i in into is it its know list literature
  looking me mention mentions my of on or our paper papers please provide publication publications recent reference
  references related research researches resource resources should show some studies study such tell than that the their
  then there these they this to up us use used using via was we were what when where which who will with work works would
  you your`.split(/\s+/),
)
