// What a rule would do, as the API counts it → what the screen shows. Pure.
import type { Preview, Waterfall } from '@/features/segments/queries'

export interface StepRow {
  path: string
  kept: number
  lost: number
  /** Of all customers. */
  share: number
}

/** The clauses in their order, each with whom it leaves. */
export function waterfallRows(told: Waterfall | null): StepRow[] {
  if (told === null) return []
  return told.steps.map((step) => ({ path: step.path, kept: step.kept_count, lost: step.lost_count, share: told.customer_count === 0 ? 0 : step.kept_count / told.customer_count }))
}

export interface MixRow {
  code: string | null
  described: number
  /** Of those described. */
  share: number
}

/** The RFM classes of those described, the largest first; classes with nobody are left out. */
export function mixRows(told: Preview | null): MixRow[] {
  if (told === null || told.described_count === 0) return []
  return told.classes
    .filter((one) => one.described_count > 0)
    .map((one) => ({ code: one.rfm_segment_code, described: one.described_count, share: one.described_count / told.described_count }))
    .toSorted((a, b) => b.described - a.described)
}
