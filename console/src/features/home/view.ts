// The figures as the API tells them → what the start page shows. Pure.
import type { Attention, Campaign, CampaignResults, Figures, Model, Segment, Warehouse } from '@/features/home/queries'
import { addDays, daysBetween } from '@/lib/format'
import type { FlowDay } from '@/ui/chart/flowOption'
import type { Tone } from '@/ui/ToneBadge.vue'

export const RANGES = [7, 28, 91, 364] as const
export type Range = (typeof RANGES)[number]

/** The query of an address, as the router gives it. */
export type Asked = Readonly<Record<string, unknown>>

const DAYS_MAX = 731
const RANGE_DEFAULT: Range = 28
const MOVERS_MAX = 5
const LIVE = new Set(['ACTIVE', 'SCHEDULED', 'PAUSED'])

export interface Span {
  first_on: string
  last_on: string
}

/** The range that an address asks for; of one with days of its own, `custom`. */
export function rangeOf(asked: Asked): Range | 'custom' {
  if (isDay(asked['from']) && isDay(asked['to'])) return 'custom'
  return RANGES.find((range) => String(range) === asked['days']) ?? RANGE_DEFAULT
}

/** The days that an address asks for; null before the business date is known, which ranges end on. */
export function periodOf(asked: Asked, businessOn: string | null): Span | null {
  const { from, to } = asked
  if (isDay(from) && isDay(to)) return { first_on: from, last_on: to }
  const range = rangeOf(asked)
  return businessOn === null || range === 'custom' ? null : { first_on: addDays(businessOn, 1 - range), last_on: businessOn }
}

/** What is wrong with days that somebody chose; null: nothing. The API asks the same. */
export function spanFault({ first_on, last_on }: Span, businessOn: string | null): 'order' | 'future' | 'long' | null {
  if (first_on > last_on) return 'order'
  if (businessOn !== null && last_on > businessOn) return 'future'
  return daysBetween(first_on, last_on) >= DAYS_MAX ? 'long' : null
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
}

export interface Tile {
  key: 'issued' | 'spent' | 'expired' | 'liability' | 'sales' | 'purchases' | 'members' | 'active'
  value: number
  /** The same figure of the period before. */
  before: number
  kind: 'points' | 'money' | 'count'
  /** Against the period before, as a share; null where that came to nothing. */
  change: number | null
  /** What part of the members that is; null where it says nothing. */
  share: number | null
}

/** The figures of the period, each with its change against the period before. */
export function tilesOf({ period, before }: Figures): Tile[] {
  const tile = (key: Tile['key'], kind: Tile['kind'], now: number, then: number, share: number | null = null): Tile => ({
    key,
    kind,
    value: now,
    before: then,
    change: then > 0 ? (now - then) / then : null,
    share,
  })
  return [
    tile('sales', 'money', period.spend_minor, before.spend_minor),
    tile('purchases', 'count', period.purchase_count, before.purchase_count),
    tile('active', 'count', period.active_count, before.active_count, period.member_count > 0 ? period.active_count / period.member_count : null),
    tile('members', 'count', period.member_count, before.member_count),
    tile('issued', 'points', period.issued_points, before.issued_points),
    tile('spent', 'points', period.spent_points, before.spent_points, period.issued_points > 0 ? period.spent_points / period.issued_points : null),
    tile('expired', 'points', period.expired_points, before.expired_points),
    tile('liability', 'points', period.liability_points, before.liability_points),
  ]
}

/** The days for the chart: what is owed, what came to it and what went from it. */
export function flowOf({ days }: Figures): FlowDay[] {
  return days.map((day) => ({
    on: day.on_date,
    size: day.liability_points,
    entered: day.issued_points,
    left: day.spent_points + day.expired_points,
  }))
}

/** The segments that moved most since yesterday, the greatest share of their size first. */
export function moversOf(segments: readonly Segment[]): Segment[] {
  const weight = ({ change, size }: Segment): number => Math.abs(change ?? 0) / Math.max(size ?? 0, 1)
  return segments
    .filter(({ change, status }) => (change ?? 0) !== 0 && status !== 'ARCHIVED')
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, MOVERS_MAX)
}

/** The campaigns that run, wait or were paused. */
export function runningOf(campaigns: readonly Campaign[]): Campaign[] {
  return campaigns.filter(({ status }) => LIVE.has(status)).slice(0, MOVERS_MAX)
}

export interface CampaignRow {
  code: string
  name: Campaign['name']
  status: Campaign['status']
  sent: number | null
  /** It has decided of nobody yet. */
  isUntried: boolean
  bought: number | null
  /** What the campaign changed, in words, and how sure that is; null while its results are not known. */
  effect: { words: Campaign['name']; tone: Tone } | null
}

const VERDICT_TONES: Readonly<Record<string, Tone>> = { BETTER: 'positive', WORSE: 'negative' }

/** The campaigns that run with what came of each, as far as it is known. */
export function campaignRows(campaigns: readonly Campaign[], results: readonly CampaignResults[]): CampaignRow[] {
  const byCode = new Map(results.map((found) => [found.campaign_code, found]))
  return runningOf(campaigns).map(({ code, name, status }) => {
    const found = byCode.get(code)
    return {
      code,
      name,
      status,
      sent: found?.funnel.sent_count ?? null,
      isUntried: found?.audience.read_count === 0,
      bought: found?.effect.treated.conversion_share ?? null,
      effect: found ? { words: found.effect.conversion.words, tone: VERDICT_TONES[found.effect.conversion.verdict] ?? 'neutral' } : null,
    }
  })
}

/** The newest day that any model has scored; null: none is known. */
export function scoredOn(models: readonly Model[]): string | null {
  return models.flatMap(({ scorings }) => scorings.map(({ as_of_on }) => as_of_on)).toSorted().at(-1) ?? null
}

export interface Waiting {
  /** End of the locale keys `home.waits.<code>`. */
  code: Attention['code'] | 'FEATURES_STALE' | 'WAREHOUSE_AWAY' | 'NOTHING_PUBLISHED'
  count: number
  tone: Tone
  /** The page that tells more, and what one must hold to open it. */
  to: string | null
  permission: string | null
}

const PLACES: Record<Waiting['code'], { to: string | null; permission: string | null; tone: Tone }> = {
  DEAD_LETTERS: { to: null, permission: null, tone: 'negative' },
  WEBHOOKS_FAILING: { to: '/settings/webhooks', permission: 'webhooks.read', tone: 'negative' },
  JOBS_FAILED: { to: null, permission: null, tone: 'negative' },
  REDEMPTIONS_WAITING: { to: '/redemptions', permission: 'redemptions.read', tone: 'warning' },
  MODELS_REFUSED: { to: '/models', permission: 'models.read', tone: 'warning' },
  FEATURES_STALE: { to: '/warehouse', permission: 'profiles.read', tone: 'warning' },
  WAREHOUSE_AWAY: { to: '/warehouse', permission: 'profiles.read', tone: 'negative' },
  NOTHING_PUBLISHED: { to: '/warehouse', permission: 'profiles.read', tone: 'warning' },
}

/** What waits for somebody, the gravest first, with the way there. */
export function waitingOf(attention: readonly Attention[], warehouse: Warehouse | undefined): Waiting[] {
  const found: [Waiting['code'], number][] = attention.map(({ code, count }) => [code, count])
  if (warehouse?.breaker === 'OPEN') found.push(['WAREHOUSE_AWAY', 1])
  if (warehouse && warehouse.build === null) found.push(['NOTHING_PUBLISHED', 1])
  else if (warehouse?.features.is_stale) found.push(['FEATURES_STALE', 1])
  return found
    .map(([code, count]) => ({ code, count, ...PLACES[code] }))
    .toSorted((a, b) => Number(b.tone === 'negative') - Number(a.tone === 'negative'))
}
