// A promotion as a form edits it, and back; and what two of its revisions say differently. Whatever the form does not know stays. Pure.
import type { Json } from '@/lib/condition'
import { namesOf, numberOrNull, textOf, textsOf, treeOf } from '@/lib/tree'
import type { Who } from '@/ui/condition/WhoFields.vue'

export type PromotionDefinition = Readonly<Record<string, unknown>>

export interface PromotionForm extends Who {
  nameEn: string
  nameAr: string
  descriptionEn: string
  descriptionAr: string
  trigger: string
  /** Null: it gives no points. */
  points: number | null
  /** For every so much of the order, minor units; null: once. */
  perMinor: number | null
  walletCode: string
  expiresDays: number | null
  percent: number | null
  /** Of a discount: the amount, or the most that the percent come to. */
  amountMinor: number | null
  condition: Json
  priority: number
  group: string
  isExclusive: boolean
  totalCount: number | null
  perMemberCount: number | null
  budgetPoints: number | null
  budgetMinor: number | null
}

/** A promotion to begin with: 50 points for each order. */
export const NEW_PROMOTION: PromotionDefinition = { name: { en: '' }, description: { en: '' }, points: { points: 50 }, limits: { budget_points: 100_000 } }

/** What the form shows of a definition. */
export function formOf(definition: PromotionDefinition): PromotionForm {
  const name = treeOf(definition['name'])
  const description = treeOf(definition['description'])
  const points = treeOf(definition['points'])
  const discount = treeOf(definition['discount'])
  const eligibility = treeOf(definition['eligibility'])
  const limits = treeOf(definition['limits'])
  return {
    nameEn: textOf(name['en']),
    nameAr: textOf(name['ar']),
    descriptionEn: textOf(description['en']),
    descriptionAr: textOf(description['ar']),
    trigger: textOf(definition['trigger']) || 'purchase',
    points: numberOrNull(points['points']),
    perMinor: numberOrNull(points['per_minor']),
    walletCode: textOf(points['wallet_code']),
    expiresDays: numberOrNull(points['expires_after_days']),
    percent: numberOrNull(discount['percent']),
    amountMinor: numberOrNull(discount['amount_minor']),
    condition: (definition['condition'] ?? null) as Json,
    priority: numberOrNull(definition['priority']) ?? 0,
    group: textOf(definition['exclusivity_group']),
    isExclusive: definition['is_exclusive'] === true,
    tierCode: textOf(eligibility['tier_minimum_code']),
    segmentsIn: textsOf(eligibility['segments_in']),
    segmentsOut: textsOf(eligibility['segments_out']),
    startsAt: textOf(eligibility['starts_at']),
    endsAt: textOf(eligibility['ends_at']),
    totalCount: numberOrNull(limits['total_count']),
    perMemberCount: numberOrNull(limits['per_member_count']),
    budgetPoints: numberOrNull(limits['budget_points']),
    budgetMinor: numberOrNull(limits['budget_minor']),
  }
}

/** The definition with what the form says. */
export function withForm(definition: PromotionDefinition, form: PromotionForm): PromotionDefinition {
  const hasDiscount = form.percent !== null || form.amountMinor !== null
  return {
    ...definition,
    name: { en: form.nameEn, ...namesOf(form.nameEn, form.nameAr, definition['name']) },
    description: { en: form.descriptionEn, ...namesOf(form.descriptionEn, form.descriptionAr, definition['description']) },
    trigger: form.trigger || 'purchase',
    points: form.points === null ? null : { points: form.points, per_minor: form.perMinor, wallet_code: form.walletCode || null, expires_after_days: form.expiresDays },
    discount: hasDiscount ? { amount_minor: form.amountMinor, percent: form.percent } : null,
    condition: form.condition,
    priority: form.priority,
    exclusivity_group: form.group || null,
    is_exclusive: form.isExclusive,
    eligibility: { ...treeOf(definition['eligibility']), tier_minimum_code: form.tierCode || null, segments_in: form.segmentsIn, segments_out: form.segmentsOut, starts_at: form.startsAt || null, ends_at: form.endsAt || null },
    limits: { total_count: form.totalCount, per_member_count: form.perMemberCount, budget_points: form.budgetPoints, budget_minor: form.budgetMinor },
  }
}

/** What is still missing; null: nothing. */
export function problemOf(form: PromotionForm): 'name' | 'description' | 'gives' | 'turned' | null {
  if (form.nameEn.trim() === '') return 'name'
  if (form.descriptionEn.trim() === '') return 'description'
  if (form.points === null && form.percent === null && form.amountMinor === null) return 'gives'
  return form.startsAt !== '' && form.endsAt !== '' && form.startsAt >= form.endsAt ? 'turned' : null
}

export interface Difference {
  key: keyof PromotionForm
  before: unknown
  after: unknown
}

/** What the form would show differently for two definitions, in the order of the form. */
export function differenceOf(before: PromotionDefinition, after: PromotionDefinition): Difference[] {
  const [left, right] = [formOf(before), formOf(after)]
  return (Object.keys(right) as (keyof PromotionForm)[]).filter((key) => JSON.stringify(left[key]) !== JSON.stringify(right[key])).map((key) => ({ key, before: left[key], after: right[key] }))
}

export interface Budget {
  kind: 'points' | 'money' | 'uses'
  used: number
  left: number
}

/** The budgets that a promotion has, each with what is used and what is left. */
export function budgetsOf({ used_points, used_minor, used_count, left_points, left_minor, left_count }: { used_points: number; used_minor: number; used_count: number; left_points: number | null; left_minor: number | null; left_count: number | null }): Budget[] {
  const all: [Budget['kind'], number, number | null][] = [['points', used_points, left_points], ['money', used_minor, left_minor], ['uses', used_count, left_count]]
  return all.flatMap(([kind, used, left]) => (left === null ? [] : [{ kind, used, left }]))
}
