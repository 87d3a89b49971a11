import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Kind } from '../../channels/channel.ts'

/** Where else than by mail digests go. */
export const channels = sqliteTable(
  'channels',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** Whose it is; 0: the operator's own. */
    subscriberId: integer('subscriber_id').notNull(),
    kind: text('kind').$type<Kind>().notNull(),
    /** `Target` as encrypted JSON (subscribers/seal.ts); empty once it ended. */
    target: text('target').notNull(),
    /** A keyed hash of it: an owner has a target once. */
    targetHash: text('target_hash').notNull(),
    /** As pages name it. */
    shown: text('shown').notNull(),
    state: text('state').$type<'waiting' | 'active' | 'ended'>().notNull(),
    /** A keyed hash of the code that was posted; null when none is waited for. */
    codeHash: text('code_hash'),
    /** Codes that were typed (count). */
    guesses: integer('guesses').notNull().default(0),
    scheduleId: integer('schedule_id').notNull(),
    /** As of subscribers: first local date of a digest, and a change that waits. */
    scheduleFrom: text('schedule_from'),
    nextScheduleId: integer('next_schedule_id'),
    nextFrom: text('next_from'),
    changesAt: integer('changes_at'),
    createdAt: integer('created_at').notNull(),
    confirmedAt: integer('confirmed_at'),
    endedAt: integer('ended_at'),
    /** Why it ended, in plain words. */
    reason: text('reason'),
  },
  (t) => [
    uniqueIndex('channels_once').on(t.subscriberId, t.targetHash).where(sql`state <> 'ended'`),
    index('channels_owner').on(t.subscriberId),
    index('channels_active').on(t.scheduleId, t.id).where(sql`state = 'active'`),
    index('channels_waiting').on(t.createdAt).where(sql`state = 'waiting'`),
    index('channels_changing').on(t.changesAt).where(sql`changes_at is not null`),
    index('channels_ended').on(t.endedAt).where(sql`ended_at is not null`),
  ],
)

/** One digest for one channel on one local date. States: delivery/README.md. */
export const channelPosts = sqliteTable(
  'channel_posts',
  {
    /** channels.id * POSTS_PER_CHANNEL + the local date in days since 1970: the never-twice row. */
    id: integer('id').primaryKey(),
    channelId: integer('channel_id').notNull(),
    /** What it gives: the schedule and the edition as of the plan. */
    scheduleId: integer('schedule_id').notNull(),
    localDate: text('local_date').notNull(),
    editionDate: text('edition_date').notNull(),
    /** The edition (date) that the channel was given before; null: none. */
    given: text('given'),
    /** `empty`: no paper of its topics, so nothing was posted. */
    state: text('state')
      .$type<'planned' | 'claimed' | 'accepted' | 'empty' | 'failed' | 'uncertain'>()
      .notNull(),
    /** Not before this instant (ms): end of the lease while claimed, next attempt while planned. */
    dueAt: integer('due_at').notNull(),
    /** Of the message that is its turn. */
    attempts: integer('attempts').notNull().default(0),
    firstAttemptAt: integer('first_attempt_at'),
    unanswered: integer('unanswered', { mode: 'boolean' }).notNull().default(false),
    /** Bodies of its messages, frozen by the first claim; none are left when it is settled. */
    messages: text('messages', { mode: 'json' }).$type<string[]>(),
    /** Messages that were accepted (count). */
    sent: integer('sent').notNull().default(0),
    plannedAt: integer('planned_at').notNull(),
    settledAt: integer('settled_at'),
    /** Last error, in plain words, without addresses. */
    error: text('error'),
  },
  (t) => [index('channel_posts_open').on(t.dueAt).where(sql`settled_at is null`)],
)
