// Campaigns as the API tells them → what the screen shows. Numbers stay numbers here; their text is lib/format.ts.
import type { Planned } from '@/features/campaigns/calendar'
import { asCampaign } from '@/features/campaigns/definition'
import type { Campaign, Preview, Results, Step } from '@/features/campaigns/queries'
import { localText } from '@/lib/localText'
import { isNamed } from '@/lib/named'
import type { Tone } from '@/ui/ToneBadge.vue'

const TONES: Readonly<Record<string, Tone>> = { ACTIVE: 'positive', PAUSED: 'warning', DRAFT: 'accent', SCHEDULED: 'accent' }

export function statusTone(status: string): Tone {
  return TONES[status] ?? 'neutral'
}

// What runs is looked at most, then what is about to; what is over last.
const FIRST_SHOWN = ['ACTIVE', 'SCHEDULED', 'PAUSED', 'DRAFT', 'COMPLETED', 'ARCHIVED']

/** The campaigns whose name or code holds what was typed and that stand so (empty: anyhow), what runs first, then by name. */
export function shownCampaigns(campaigns: readonly Campaign[], term: string, status: string, locale: string): Campaign[] {
  const named = (one: Campaign) => localText(one.name, locale)
  return campaigns
    .filter((one) => (status === '' || one.status === status) && isNamed(`${named(one)} ${one.code}`, term))
    .toSorted((a, b) => FIRST_SHOWN.indexOf(a.status) - FIRST_SHOWN.indexOf(b.status) || named(a).localeCompare(named(b)))
}

/** Which steps its status allows, in the order in which they are offered. */
export function stepsOf(status: string, hasDraft: boolean): Step[] {
  const steps: Step[] = []
  if (status === 'DRAFT' || (hasDraft && status !== 'ARCHIVED')) steps.push('activate')
  if (status === 'ACTIVE' || status === 'SCHEDULED') steps.push('pause')
  if (status === 'PAUSED') steps.push('resume')
  if (status === 'ACTIVE' || status === 'PAUSED') steps.push('complete')
  if (status !== 'ARCHIVED') steps.push('archive')
  return steps
}

/** A campaign as the list and the calendar want it. */
export function planned(campaign: Campaign, locale: string): Planned {
  return { code: campaign.code, name: localText(campaign.name, locale), definition: asCampaign(campaign.definition), status: campaign.status }
}

export interface Bar {
  /** Names the figure in locales. */
  key: string
  count: number
  /** Of the first bar, 0 … 1. */
  share: number
  /** Whoever is lost on the way to this bar, by reason. */
  lost: number
}

/** What is left of the audience after each reason, largest first; the last bar is whoever would be addressed. */
export function previewBars(preview: Preview): Bar[] {
  const all = Math.max(1, preview.audience_count)
  const steps = preview.steps.filter((step) => step.refused_count > 0)
  const bars = steps.map((step) => ({ key: step.reason, count: step.left_count, share: step.left_count / all, lost: step.refused_count }))
  return [{ key: 'AUDIENCE', count: preview.audience_count, share: preview.audience_count === 0 ? 0 : 1, lost: 0 }, ...bars]
}

/** From those considered to those who bought. */
export function funnelBars({ audience, funnel, costs, effect }: Results): Bar[] {
  const steps: [string, number][] = [
    ['read', audience.read_count],
    ['treated', audience.treated_count],
    ['queued', funnel.queued_count],
    ['sent', funnel.sent_count],
    ['delivered', funnel.delivered_count],
    ['opened', funnel.opened_count],
    ['clicked', funnel.clicked_count],
    ['redeemed', costs.redeemed_count],
    ['bought', effect.treated.buyer_count],
  ]
  const all = Math.max(1, ...steps.map(([, count]) => count))
  return steps.map(([key, count], place) => ({ key, count, share: count / all, lost: Math.max(0, (steps[place - 1]?.[1] ?? count) - count) }))
}

/** Why members were left out, before and at sending; the most frequent reason first. */
export function lostBars({ audience, funnel }: Results): Bar[] {
  const counts = new Map<string, number>()
  for (const { code, count } of [...audience.refused, ...funnel.suppressed]) counts.set(code, (counts.get(code) ?? 0) + count)
  const found = [...counts].filter(([, count]) => count > 0).toSorted(([, a], [, b]) => b - a)
  const most = Math.max(1, ...found.map(([, count]) => count))
  return found.map(([key, count]) => ({ key, count, share: count / most, lost: 0 }))
}

const MESSAGE_TONES: Readonly<Record<string, Tone>> = { SENT: 'positive', BOUNCED: 'negative', FAILED: 'negative', IN_DOUBT: 'warning', SUPPRESSED: 'warning' }

/** How a message stands, as a colour. */
export function messageTone(status: string): Tone {
  return MESSAGE_TONES[status] ?? 'accent'
}

/** Whether figures may still move: it chooses, or what it chose is still counted. */
export function isMoving(status: string, results: Results | undefined): boolean {
  if (status === 'ACTIVE' || status === 'PAUSED') return true
  return status === 'COMPLETED' && results !== undefined && !results.effect.is_settled
}

const VERDICTS: Readonly<Record<string, Tone>> = { BETTER: 'positive', WORSE: 'negative', UNCLEAR: 'warning' }

export function verdictTone(verdict: string): Tone {
  return VERDICTS[verdict] ?? 'neutral'
}

/** Where an interval lies on a line around zero, in shares of the line's half: −1 … 1. Null: there is none. */
export function intervalPlace(uplift: { low: number | null; high: number | null; value: number | null }): { from: number; to: number; at: number } | null {
  const { low, high, value } = uplift
  if (low === null || high === null) return null
  const reach = Math.max(Math.abs(low), Math.abs(high), Number.EPSILON)
  return { from: low / reach, to: high / reach, at: (value ?? (low + high) / 2) / reach }
}
