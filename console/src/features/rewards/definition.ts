// A reward as a form edits it, and back. Whatever the form does not know stays as it was written. Pure.
import type { Json } from '@/lib/condition'

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
}

type Tree = Readonly<Record<string, unknown>>

/** A reward to begin with: 500 points, without limit. */
export const NEW_REWARD: RewardDefinition = { name: { en: '' }, description: { en: '' }, prices: [{ points: 500 }], is_offered: true }

/** What the form shows of a definition. */
export function formOf(definition: RewardDefinition): RewardForm {
  const name = tree(definition['name'])
  const description = tree(definition['description'])
  const eligibility = tree(definition['eligibility'])
  const limits = tree(definition['limits'])
  return {
    nameEn: text(name['en']),
    nameAr: text(name['ar']),
    descriptionEn: text(description['en']),
    descriptionAr: text(description['ar']),
    pictureUrl: text(definition['picture_url']),
    prices: list(definition['prices']).map((price) => ({ points: number(price['points']) ?? 1, walletCode: text(price['wallet_code']), tierCode: text(price['tier_minimum_code']), segmentCode: text(price['segment_code']) })),
    stock: number(definition['stock_count']),
    tierCode: text(eligibility['tier_minimum_code']),
    segmentsIn: texts(eligibility['segments_in']),
    segmentsOut: texts(eligibility['segments_out']),
    startsAt: text(eligibility['starts_at']),
    endsAt: text(eligibility['ends_at']),
    totalCount: number(limits['total_count']),
    period: text(limits['period']) as RewardForm['period'],
    periodCount: number(limits['period_count']),
    poolCode: text(definition['voucher_pool_code']),
    isOffered: definition['is_offered'] !== false,
  }
}

/** The definition with what the form says. */
export function withForm(definition: RewardDefinition, form: RewardForm): RewardDefinition {
  return {
    ...definition,
    name: names(form.nameEn, form.nameAr, definition['name']),
    description: names(form.descriptionEn, form.descriptionAr, definition['description']),
    picture_url: form.pictureUrl || null,
    prices: form.prices.map((price) => ({ points: price.points, wallet_code: price.walletCode || null, tier_minimum_code: price.tierCode || null, segment_code: price.segmentCode || null })),
    stock_count: form.stock,
    eligibility: {
      ...tree(definition['eligibility']),
      tier_minimum_code: form.tierCode || null,
      segments_in: form.segmentsIn,
      segments_out: form.segmentsOut,
      starts_at: form.startsAt || null,
      ends_at: form.endsAt || null,
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

/** The condition of a reward, which only the JSON shows. */
export function conditionOf(definition: RewardDefinition): Json {
  return (tree(definition['eligibility'])['condition'] ?? null) as Json
}

function names(en: string, ar: string, before: unknown): Tree {
  const others = Object.fromEntries(Object.entries(tree(before)).filter(([language]) => language !== 'ar'))
  return { ...others, en, ...(ar !== '' && { ar }) }
}

function tree(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {}
}

function list(value: unknown): Tree[] {
  return Array.isArray(value) ? value.map(tree) : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
