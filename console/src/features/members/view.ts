// A member as the API tells it → what the screen shows. Units, dates and closed lists are settled here; text is lib/format.ts and locales/.
import type { Program } from '@/api/business'
import { daysBetween } from '@/lib/format'
import { localText } from '@/lib/localText'
import type { Account, Offers, Profile, Standing } from '@/features/members/queries'
import type { Tone } from '@/ui/ToneBadge.vue'

// --- balance ----------------------------------------------------------------------------------------------------------

export type PartName = 'available' | 'held' | 'spent' | 'expired'

export interface BalancePart {
  name: PartName
  points: number
  /** Of everything ever earned; 0 when nothing was. */
  share: number
}

/** Where everything ever earned is now. Pending points are not among it: they are not earned yet. */
export function balanceParts(account: Account): BalancePart[] {
  const points: [PartName, number][] = [
    ['available', account.available_points],
    ['held', account.held_points],
    ['spent', account.spent_points],
    ['expired', account.expired_points],
  ]
  const total = points.reduce((sum, [, count]) => sum + Math.max(0, count), 0)
  return points.map(([name, count]) => ({ name, points: count, share: total === 0 ? 0 : Math.max(0, count) / total }))
}

export interface ExpiryView {
  /** The last business day on which the points can be spent. */
  lastOn: string
  points: number
  /** From today, on the business's calendar; null while that is not known. */
  inDays: number | null
  isSoon: boolean
}

const SOON_DAYS = 30

/** The next expiries. Points are spendable *before* the instant of expiry, so midnight belongs to the day that ends with it. */
export function expiries(account: Account, businessDate: (at: string) => string, businessOn: string | null): ExpiryView[] {
  return account.soonest_expiries.map(({ expires_at, points }) => {
    const lastOn = businessDate(new Date(Date.parse(expires_at) - 1).toISOString())
    const inDays = businessOn === null ? null : daysBetween(businessOn, lastOn)
    return { lastOn, points, inDays, isSoon: inDays !== null && inDays <= SOON_DAYS }
  })
}

// --- tier -------------------------------------------------------------------------------------------------------------

export interface TierView {
  name: string
  /** Minor units or points, as the program counts; null: nothing was measured. */
  progress: number | null
  next: { name: string; missing: number; share: number } | null
}

/** The tier's name and the way to the next rung; null when the member stands on none. What stands now goes before what the night saw. */
export function tierView(tier: Profile['tier'], standing: Standing | null, program: Program | null, locale: string): TierView | null {
  const code = standing?.tier_code ?? tier.code
  if (code === null) return null
  const progress = standing?.progress ?? tier.qualifying_minor
  const rungs = program?.tiers ?? []
  const place = rungs.findIndex((rung) => rung.code === code)
  const above = rungs.find((rung) => rung.code === standing?.next_tier_code) ?? (place < 0 ? undefined : rungs[place + 1])
  return {
    name: tierName(code, program, locale),
    progress,
    next:
      above === undefined || progress === null || above.qualifying_minor_min <= 0
        ? null
        : {
            name: localText(above.name, locale),
            missing: Math.max(0, standing?.missing ?? above.qualifying_minor_min - progress),
            share: Math.min(1, progress / above.qualifying_minor_min),
          },
  }
}

/** The tier's name in the language on screen; its code where the program does not know it. */
export function tierName(code: string, program: Program | null, locale: string): string {
  const rung = program?.tiers.find((candidate) => candidate.code === code)
  return rung ? localText(rung.name, locale) : code
}

// --- scores -----------------------------------------------------------------------------------------------------------

const CHURN_TONES: Readonly<Record<string, Tone>> = { LOW: 'positive', MEDIUM: 'warning', HIGH: 'negative' }

/** How a churn band is coloured. */
export function churnTone(bandCode: string | null): Tone {
  return CHURN_TONES[bandCode ?? ''] ?? 'neutral'
}

export interface QuintileView {
  name: 'recency' | 'frequency' | 'monetary'
  level: number
}

/** The three quintiles, 5 best; null when the member has none. */
export function quintiles(rfm: Profile['rfm']): QuintileView[] | null {
  const { recency_quintile: recency, frequency_quintile: frequency, monetary_quintile: monetary } = rfm
  if (recency === null || frequency === null || monetary === null) return null
  return [
    { name: 'recency', level: recency },
    { name: 'frequency', level: frequency },
    { name: 'monetary', level: monetary },
  ]
}

/** Whole business days between the scoring and today; null when either is not known. */
export function ageDays(scoredAt: string | null, businessDate: (at: string) => string, businessOn: string | null): number | null {
  return scoredAt === null || businessOn === null ? null : Math.max(0, daysBetween(businessDate(scoredAt), businessOn))
}

// --- offers -----------------------------------------------------------------------------------------------------------

export interface OfferView {
  code: string
  rank: number
  title: string
  category: string
  /** Why it is offered, in the language on screen. */
  reason: string
  /** null for a default offer: nobody ranked it for this member. */
  probability: number | null
  /** Against the best of the list, for a bar: the probabilities themselves are small. */
  barShare: number
  endsOn: string | null
  campaignId: string | null
}

/** Offers by rank. */
export function offerRows(offers: Offers, locale: string): OfferView[] {
  const best = Math.max(0, ...offers.offers.map((offer) => offer.score_probability ?? 0))
  return offers.offers
    .toSorted((a, b) => a.rank - b.rank)
    .map((offer) => ({
      code: offer.offer_code,
      rank: offer.rank,
      title: offer.title,
      category: offer.category_code,
      reason: localText(offer.reason, locale),
      probability: offer.score_probability,
      barShare: best === 0 ? 0 : (offer.score_probability ?? 0) / best,
      endsOn: offer.ends_on,
      campaignId: offer.campaign_id,
    }))
}
