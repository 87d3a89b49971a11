import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { atomically, type Database, type Statement } from './client.ts'
import { ensureSchedule, scheduleIdOf } from './schedules.ts'
import { channels, type Preferences, type Schedule } from './schema.ts'

export type Channel = typeof channels.$inferSelect
/** A channel's posts have the numbers from `id * POSTS_PER_CHANNEL` on: one a local date. */
export const POSTS_PER_CHANNEL = 2 ** 16
/** Of channel `c` and post `p`. */
export const isOfChannel = sql`p.id >= c.id * ${POSTS_PER_CHANNEL} and p.id < (c.id + 1) * ${POSTS_PER_CHANNEL}`

/** Whose subscription ended has no channels either; the operator has none to end. */
export const hasOwner = sql`(c.subscriber_id = 0 or exists (
  select 1 from subscribers s where s.id = c.subscriber_id and s.state = 'active'))`

export type ChannelAsked = Pick<Channel, 'subscriberId' | 'kind' | 'target' | 'targetHash' | 'shown'> & {
  codeHash: string
  preferences: Preferences
}

/**
 * Writes down a channel that waits for its code. `known`: the owner has it already; `full`: the
 * owner has `most` of them. Those whose code was not typed since `expired` (ms) end first.
 */
export async function addChannel(
  db: Database,
  asked: ChannelAsked,
  { now, expired, most }: { now: number; expired: number; most: number },
): Promise<{ id: number } | { known: number } | { full: true }> {
  const { subscriberId, kind, target, targetHash, shown, codeHash, preferences } = asked
  const live = sql`subscriber_id = ${subscriberId} and state <> 'ended'`
  const [, , known, added] = await atomically(db, [
    ensureSchedule(db, preferences),
    endLate(expired, now, sql`subscriber_id = ${subscriberId}`),
    sql`select id from channels where ${live} and target_hash = ${targetHash}`,
    sql`
      insert into channels (subscriber_id, kind, target, target_hash, shown, state, code_hash, schedule_id, created_at)
      select ${subscriberId}, ${kind}, ${target}, ${targetHash}, ${shown}, 'waiting', ${codeHash},
        ${scheduleIdOf(preferences)}, ${now}
      where (select count(*) from channels where ${live}) < ${most}
      on conflict do nothing returning id`,
  ])
  const [before] = known as { id: number }[]
  if (before) return { known: before.id }
  const [id] = (added as { id: number }[]).map((row) => row.id)
  return id === undefined ? { full: true } : { id }
}

/** Statement: ends the channels, of those meant, whose code was not typed since `expired` (ms). */
export const endLate = (expired: number, now: number, meant: SQL = sql`true`) => sql`
  update channels set state = 'ended', ended_at = ${now}, target = '', code_hash = null,
    reason = 'its code was not typed within an hour'
  where state = 'waiting' and created_at <= ${expired} and ${meant}`

export const findChannel = (db: Database, subscriberId: number, id: number): Promise<Channel | undefined> =>
  db
    .select()
    .from(channels)
    .where(and(eq(channels.id, id), eq(channels.subscriberId, subscriberId)))
    .get()

/**
 * Counts a typed code, and makes the channel active if it is the right one: at most `guesses` of
 * them, none after `expired` (ms). One statement: two at once count as two. Answers the channel as
 * it is then; undefined when no code was waited for.
 */
export async function typeCode(
  db: Database,
  { id, subscriberId }: Pick<Channel, 'id' | 'subscriberId'>,
  codeHash: string,
  { now, expired, guesses, from }: { now: number; expired: number; guesses: number; from: string },
): Promise<Pick<Channel, 'state' | 'guesses'> | undefined> {
  const isRight = sql`code_hash = ${codeHash}`
  const isLast = sql`guesses + 1 >= ${guesses}`
  const rows = await db.all<Pick<Channel, 'state' | 'guesses'>>(sql`
    update channels set guesses = guesses + 1,
      state = case when ${isRight} then 'active' when ${isLast} then 'ended' else state end,
      confirmed_at = case when ${isRight} then ${now} end,
      schedule_from = case when ${isRight} then ${from} end,
      ended_at = case when not ${isRight} and ${isLast} then ${now} end,
      target = case when not ${isRight} and ${isLast} then '' else target end,
      reason = case when not ${isRight} and ${isLast} then 'a wrong code was typed too often' end,
      code_hash = case when ${isRight} or ${isLast} then null else code_hash end
    where id = ${id} and subscriber_id = ${subscriberId} and state = 'waiting' and created_at > ${expired}
    returning state, guesses`)
  return rows[0]
}

/**
 * Statements: ends a channel and forgets where it is; what was not posted stays away. What is under
 * way settles by itself.
 */
export const endChannel = (id: number, reason: string, now: number): Statement[] => [
  sql`
    update channels set state = 'ended', ended_at = ${now}, reason = ${reason}, target = '', code_hash = null,
      next_schedule_id = null, next_from = null, changes_at = null
    where id = ${id} and state <> 'ended' returning id`,
  sql`
    update channel_posts set state = case when unanswered then 'uncertain' else 'failed' end, settled_at = ${now},
      messages = null, error = 'the channel ended'
    where state = 'planned' and id >= ${id} * cast(${POSTS_PER_CHANNEL} as integer)
      and id < (${id} + 1) * cast(${POSTS_PER_CHANNEL} as integer)`,
]

/** Ends it; false when it had ended. */
export const endChannelNow = async (db: Database, id: number, reason: string, now: number) =>
  ((await atomically(db, endChannel(id, reason, now)))[0]?.length ?? 0) === 1

/** Asks for other preferences from the next local day on, as of subscribers (`requestChange`). */
export async function changeChannel(
  db: Database,
  { id, subscriberId }: Pick<Channel, 'id' | 'subscriberId'>,
  change: { preferences: Preferences; changesAt: number; from: string },
): Promise<void> {
  const next = scheduleIdOf(change.preferences)
  await atomically(db, [
    ensureSchedule(db, change.preferences),
    sql`
      update channels set
        next_schedule_id = case when state = 'active' then ${next} end,
        next_from = case when state = 'active' then ${change.from} end,
        changes_at = case when state = 'active' then ${change.changesAt} end,
        schedule_id = case when state = 'active' then schedule_id else ${next} end
      where id = ${id} and subscriber_id = ${subscriberId} and state <> 'ended'`,
  ])
}

/** Statement: applies the changes that are due at `at` (ms). */
export const applyChannelChanges = (at: number) => sql`
  update channels set schedule_id = next_schedule_id, schedule_from = next_from, next_schedule_id = null,
    next_from = null, changes_at = null
  where changes_at is not null and changes_at <= ${at}`

/** A channel as pages show it: with its schedule, the next one, and what came of the last post. */
export type ChannelSeen = Omit<Channel, 'target' | 'targetHash' | 'codeHash'> & {
  schedule: Schedule
  last: { localDate: string; state: string; error: string | null; settledAt: number | null } | null
}

/** The channels of an owner, or all of them (null), newest first, at most `limit`. */
export async function channelsOf(
  db: Database,
  subscriberId: number | null,
  limit: number,
): Promise<ChannelSeen[]> {
  const found = await db
    .select()
    .from(channels)
    .where(subscriberId === null ? undefined : eq(channels.subscriberId, subscriberId))
    .orderBy(desc(channels.id))
    .limit(limit)
  const more = await db.all<{ id: number; schedule: string; last: string | null }>(sql`
    select c.id, json_object('id', s.id, 'kind', s.kind, 'timezone', s.timezone, 'hour', s.hour, 'days', s.days,
        'papers', s.papers, 'topics', s.topics) as schedule,
      (select json_object('localDate', p.local_date, 'state', p.state, 'error', p.error, 'settledAt', p.settled_at)
        from channel_posts p where ${isOfChannel} order by p.id desc limit 1) as last
    from json_each(${JSON.stringify(found.map(({ id }) => id))}) j cross join channels c on c.id = j.value
    cross join schedules s on s.id = coalesce(c.next_schedule_id, c.schedule_id)`)
  const byId = new Map(more.map((row) => [row.id, row]))
  return found.flatMap(({ target: _, targetHash: __, codeHash: ___, ...channel }) => {
    const row = byId.get(channel.id)
    if (!row) return []
    return [{ ...channel, schedule: JSON.parse(row.schedule), last: row.last && JSON.parse(row.last) }]
  })
}

/** Statements: deletes the channels of an owner, and what was posted to them. */
export const eraseChannels = (subscriberId: number): Statement[] => [
  sql`delete from channel_posts where id in (select p.id from channels c cross join channel_posts p on ${isOfChannel}
    where c.subscriber_id = ${subscriberId})`,
  sql`delete from channels where subscriber_id = ${subscriberId}`,
]

/**
 * Ends what lost its owner or waits since `expired` (ms), and forgets what ended before `ended`
 * (ms) and the posts of local dates before `posts` (days since 1970), at most `most` of each.
 */
export async function forgetChannels(
  db: Database,
  now: number,
  { expired, ended, posts, most }: { expired: number; ended: number; posts: number; most: number },
): Promise<void> {
  const gone = sql`select id from channels where ended_at is not null and ended_at < ${ended} order by ended_at limit ${most}`
  await atomically(db, [
    endLate(expired, now),
    sql`
      update channels as c set state = 'ended', ended_at = ${now}, target = '', code_hash = null, next_schedule_id = null,
        next_from = null, changes_at = null, reason = 'the subscription ended'
      where c.state <> 'ended' and not ${hasOwner}`,
    sql`delete from channel_posts where id in (select p.id from channels c cross join channel_posts p on ${isOfChannel}
      where c.id in (${gone}))`,
    sql`delete from channels where id in (${gone})`,
    sql`delete from channel_posts where id in (select p.id from channels c cross join channel_posts p
      on p.id >= c.id * ${POSTS_PER_CHANNEL} and p.id < c.id * ${POSTS_PER_CHANNEL} + ${posts} limit ${most})`,
  ])
}
