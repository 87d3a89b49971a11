import { and, eq, isNull, sql } from 'drizzle-orm'
import { BEFORE_RESTORE } from './batches.ts'
import { applyChannelChanges, endChannelNow, hasOwner, isOfChannel, POSTS_PER_CHANNEL } from './channels.ts'
import { asJsonLists, atomically, type Database } from './client.ts'
import { holdName } from './operator.ts'
import { channelPosts, channels, type Schedule, schedules } from './schema.ts'

export type ChannelPost = typeof channelPosts.$inferSelect

/** What became of a post: settled for good, or due again at `dueAt` (ms). */
export type PostSettlement = {
  state: 'planned' | 'accepted' | 'empty' | 'failed' | 'uncertain'
  dueAt?: number
  sent?: number
  unanswered?: boolean
  error: string | null
}

/**
 * Applies the changes that are due at `at` (ms), and answers the schedules of active channels: a
 * walk along the index, one step a schedule.
 */
export async function channelSchedules(db: Database, at: number): Promise<Schedule[]> {
  const [, rows] = await atomically(db, [
    applyChannelChanges(at),
    sql`
      with recursive used (id) as (
        select (select min(schedule_id) from channels where state = 'active')
        union all
        select (select min(c.schedule_id) from channels c where c.state = 'active' and c.schedule_id > used.id)
        from used where used.id is not null)
      select s.* from used cross join schedules s on s.id = used.id order by s.id`,
  ])
  return rows as Schedule[]
}

/** A digest that the channels of a schedule are due. `held`: it may have been posted before. */
export type DuePost = { scheduleId: number; localDate: string; edition: string; held?: boolean }

/**
 * Plans a post for every channel that is due, unless it had one on this local date or was given
 * this edition or a newer one. The number of the post is made of both, so a doubled tick plans
 * nothing twice. Reads, of each due channel, its row, its owner's and its last post.
 */
export async function planChannelPosts(db: Database, due: readonly DuePost[], at: number): Promise<void> {
  if (due.length === 0) return
  const rows = due.map(({ scheduleId, localDate, edition, held = false }) => {
    return { scheduleId, localDate, edition, held: Number(held), day: Date.parse(localDate) / 86_400_000 }
  })
  const last = sql`(select p.edition_date from channel_posts p where ${isOfChannel} order by p.id desc limit 1)`
  await atomically(
    db,
    asJsonLists(rows).map(
      (list) => sql`
      insert into channel_posts (id, channel_id, schedule_id, local_date, edition_date, given, state, due_at, planned_at,
        unanswered, settled_at, error)
      select c.id * cast(${POSTS_PER_CHANNEL} as integer) + (j.value ->> 'day'), c.id, c.schedule_id,
        j.value ->> 'localDate', j.value ->> 'edition', ${last},
        case when j.value ->> 'held' then 'uncertain' else 'planned' end, ${at}, ${at}, j.value ->> 'held',
        case when j.value ->> 'held' then ${at} end, case when j.value ->> 'held' then ${BEFORE_RESTORE} end
      from json_each(${list}) j
      cross join channels c on c.schedule_id = j.value ->> 'scheduleId' and c.state = 'active'
        and c.schedule_from <= j.value ->> 'localDate'
      where ${hasOwner} and coalesce(${last}, '') < j.value ->> 'edition'
      on conflict do nothing`,
    ),
  )
}

/**
 * Posts that are due at `at` (ms) or whose lease has lapsed, oldest first; none while delivering is
 * held.
 */
export async function duePosts(db: Database, at: number, limit: number): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`
    select id from channel_posts where settled_at is null and due_at <= ${at}
      and not exists (select 1 from operator_settings where name = ${holdName('delivering')})
    order by due_at limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** A post that is not settled, with its channel and schedule. `owned`: its owner is still there. */
export async function findPost(db: Database, id: number) {
  const row = await db
    .select({
      post: channelPosts,
      channel: channels,
      schedule: schedules,
      owned: sql<number>`exists (select 1 from channels c where c.id = ${channelPosts.channelId} and ${hasOwner})`,
      held: sql<number>`exists (select 1 from operator_settings where name = ${holdName('delivering')})`,
    })
    .from(channelPosts)
    .innerJoin(channels, eq(channels.id, channelPosts.channelId))
    .leftJoin(schedules, eq(schedules.id, channelPosts.scheduleId))
    .where(and(eq(channelPosts.id, id), isNull(channelPosts.settledAt)))
    .get()
  return row && { ...row, owned: row.owned === 1, held: row.held === 1 }
}

/**
 * Takes a post until `leaseUntil` (ms); the first claim freezes its messages. A lapsed lease means
 * that its request may have been taken. Undefined when it changed since it was read, is not due, or
 * its channel ended.
 */
export async function claimPost(
  db: Database,
  post: ChannelPost,
  messages: readonly string[],
  { now, leaseUntil }: { now: number; leaseUntil: number },
): Promise<(ChannelPost & { messages: string[] }) | undefined> {
  const owed = sql`(unanswered or state = 'claimed')`
  const [row] = await db.all<{ firstAttemptAt: number; unanswered: number; messages: string }>(sql`
    update channel_posts set state = 'claimed', due_at = ${leaseUntil}, attempts = attempts + 1,
      first_attempt_at = case when ${owed} then first_attempt_at else ${now} end,
      unanswered = case state when 'claimed' then 1 else unanswered end,
      messages = coalesce(messages, ${JSON.stringify(messages)})
    where ${isAsRead(post)} and due_at <= ${now}
      and exists (select 1 from channels c where c.id = channel_id and c.state = 'active')
    returning first_attempt_at as firstAttemptAt, unanswered, messages`)
  if (!row) return undefined
  const { firstAttemptAt, unanswered } = row
  const claimed = { state: 'claimed', attempts: post.attempts + 1, unanswered: unanswered === 1 } as const
  return { ...post, ...claimed, firstAttemptAt, messages: JSON.parse(row.messages) }
}

/** Nothing became of it since it was read: `attempts` grows with each claim. */
const isAsRead = ({ id, state, attempts }: Pick<ChannelPost, 'id' | 'state' | 'attempts'>) =>
  sql`id = ${id} and settled_at is null and state = ${state} and attempts = ${attempts}`

/**
 * Writes what became of a post, as it was read or claimed. False: another run took it over
 * meanwhile.
 */
export async function settlePost(
  db: Database,
  post: ChannelPost,
  settlement: PostSettlement,
  now: number,
): Promise<boolean> {
  const { state, error, dueAt = post.dueAt, sent = post.sent, unanswered = post.unanswered } = settlement
  const isOver = state !== 'planned'
  const settled = await db.all(sql`
    update channel_posts set state = ${state}, error = ${error}, due_at = ${dueAt}, sent = ${sent},
      unanswered = ${unanswered ? 1 : 0}, settled_at = ${isOver ? now : null},
      messages = case when ${isOver ? 1 : 0} then null else messages end
    where ${isAsRead(post)} returning id`)
  return settled.length === 1
}

/** Ends a channel whose last `count` digests all came to nothing. */
export async function endIfNothingComes(db: Database, channelId: number, count: number, now: number) {
  const rows = await db.all<{ state: string }>(sql`
    select p.state from channels c cross join channel_posts p on ${isOfChannel}
    where c.id = ${channelId} order by p.id desc limit ${count}`)
  const isOver =
    rows.length === count && rows.every(({ state }) => state === 'failed' || state === 'uncertain')
  if (isOver) await endChannelNow(db, channelId, `${count} digests in a row could not be posted`, now)
}
