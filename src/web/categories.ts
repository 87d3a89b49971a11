import { knownCategories } from '../db/search.ts'
import type { Deps } from '../deps.ts'
import type { Topics } from '../search/topics.ts'
import { readTopics } from '../search/topics.ts'
import { readPreferencesForm } from '../subscribers/preferences-form.ts'

/** A sentence if a category is asked for that no paper has; null otherwise. */
export async function unknownCategories(
  { search, config }: Deps,
  { categories, exceptCategories }: Topics['filter'],
): Promise<string | null> {
  const asked = [...categories, ...exceptCategories]
  if (asked.length === 0) return null
  const known = [...new Set([...(await knownCategories(search)), ...config.ARXIV_CATEGORIES])].sort()
  const unknown = asked.filter((name) => !known.includes(name))
  if (unknown.length === 0) return null
  return `There are no papers in ${unknown.join(', ')}. Categories with papers: ${known.join(', ')}.`
}

/**
 * A sentence if topics name a category that no paper has; null otherwise. Other errors in topics
 * are found later.
 */
export async function unknownTopics(deps: Deps, fields: Record<string, unknown>): Promise<string | null> {
  const preferences = readPreferencesForm({ category: fields.category })
  const topics = 'error' in preferences ? null : readTopics(preferences.topics)
  return topics === null ? null : unknownCategories(deps, topics.filter)
}
