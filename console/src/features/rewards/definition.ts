// A reward as a form edits it, and back. Whatever the form does not know stays as it was written. Pure.
import type { Json } from '@/lib/condition'
import { listOf, namesOf, numberOrNull, textOf, textsOf, treeOf } from '@/lib/tree'

export type RewardDefinition = Readonly<Record<string, unknown>>

export interface Price {
  points: number
  walletCode: string
  tierCode: string
  segmentCode: string
}

export interface RewardForm {
  nameEn: string
  nameAr: string
  descriptionEn: string
  descriptionAr: string
  pictureUrl: string
  prices: readonly Price[]
  stock: number | null
  tierCode: string
  segmentsIn: readonly string[]
  segmentsOut: readonly string[]
  startsAt: string
  endsAt: string
  totalCount: number | null
  period: '' | 'DAY' | 'WEEK' | 'MONTH'
  periodCount: number | null
  poolCode: string
  isOffered: boolean
  condition: Json
}

/** A reward to begin with: 500 points, without limit. */
export const NEW_REWARD: RewardDefinition = { name: { en: '' }, description: { en: '' }, prices: [{ points: 500 }], is_offered: true }

/** What the form shows of a definition. */
export function formOf(definition: RewardDefinition): RewardForm {
  const name = treeOf(definition['name'])
  const description = treeOf(definition['description'])
  const eligibility = treeOf(definition['eligibility'])
  const limits = treeOf(definition['limits'])
  return {
    nameEn: textOf(name['en']),
    nameAr: textOf(name['ar']),
    descriptionEn: textOf(description['en']),
    descriptionAr: textOf(description['ar']),
    pictureUrl: textOf(definition['picture_url']),
    prices: listOf(definition['prices']).map((price) => ({ points: numberOrNull(price['points']) ?? 1, walletCode: textOf(price['wallet_code']), tierCode: textOf(price['tier_minimum_code']), segmentCode: textOf(price['segment_code']) })),
    stock: numberOrNull(definition['stock_count']),
    tierCode: textOf(eligibility['tier_minimum_code']),
    segmentsIn: textsOf(eligibility['segments_in']),
    segmentsOut: textsOf(eligibility['segments_out']),
    startsAt: textOf(eligibility['starts_at']),
    endsAt: textOf(eligibility['ends_at']),
    totalCount: numberOrNull(limits['total_count']),
    period: textOf(limits['period']) as RewardForm['period'],
    periodCount: numberOrNull(limits['period_count']),
    poolCode: textOf(definition['voucher_pool_code']),
    isOffered: definition['is_offered'] !== false,
    condition: (eligibility['condition'] ?? null) as Json,
  }
}

/** The definition with what the form says. */
export function withForm(definition: RewardDefinition, form: RewardForm): RewardDefinition {
  return {
    ...definition,
    name: { en: form.nameEn, ...namesOf(form.nameEn, form.nameAr, definition['name']) },
    description: { en: form.descriptionEn, ...namesOf(form.descriptionEn, form.descriptionAr, definition['description']) },
    picture_url: form.pictureUrl || null,
    prices: form.prices.map((price) => ({ points: price.points, wallet_code: price.walletCode || null, tier_minimum_code: price.tierCode || null, segment_code: price.segmentCode || null })),
    stock_count: form.stock,
    eligibility: {
      ...treeOf(definition['eligibility']),
      tier_minimum_code: form.tierCode || null,
      segments_in: form.segmentsIn,
      segments_out: form.segmentsOut,
      starts_at: form.startsAt || null,
      ends_at: form.endsAt || null,
      ...((form.condition !== null || 'condition' in treeOf(definition['eligibility'])) && { condition: form.condition }),
    },
    limits: { total_count: form.totalCount, period: form.period || null, period_count: form.period === '' ? null : (form.periodCount ?? 1) },
    voucher_pool_code: form.poolCode || null,
    is_offered: form.isOffered,
  }
}

/** What is still missing or cannot be; null: nothing. */
export function problemOf(form: RewardForm, redeemedCount: number): 'name' | 'description' | 'price' | 'same_price' | 'stock' | 'picture' | 'turned' | null {
  if (form.nameEn.trim() === '') return 'name'
  if (form.descriptionEn.trim() === '') return 'description'
  if (form.prices.length === 0 || form.prices.some((price) => price.points < 1)) return 'price'
  const grounds = form.prices.map((price) => [price.walletCode, price.tierCode, price.segmentCode].join('/'))
  if (new Set(grounds).size !== grounds.length) return 'same_price'
  if (form.stock !== null && form.stock < redeemedCount) return 'stock'
  if (form.pictureUrl !== '' && !/^https:\/\/[A-Za-z0-9.-]+(:\d+)?\/\S*$/.test(form.pictureUrl)) return 'picture'
  return form.startsAt !== '' && form.endsAt !== '' && form.startsAt >= form.endsAt ? 'turned' : null
}

/** One or two letters for a reward without a picture, and which of six colours they stand on. */
export function initialsOf(name: string): { letters: string; colour: number } {
  const words = name.split(/[\s,.$0-9-]+/).filter((word) => word.length > 2 || /[^\p{Script=Latin}]/u.test(word))
  const letters = words.slice(0, 2).map((word) => [...word.replace(/^ال/, '')][0] ?? '').join('')
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  return { letters: letters.toLocaleUpperCase() || '★', colour: (sum % 6) + 1 }
}
