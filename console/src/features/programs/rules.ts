// Earning rules as a form edits them, and back. Whatever the form does not know stays as it was written. Pure. Not here: their words (words.ts).
import { type Definition, freeCode, listOf, namesOf, numberOf, textOf, type Tree, treeOf } from '@/lib/tree'
import type { Json } from '@/lib/condition'

export const CAP_PERIODS = ['DAY', 'WEEK', 'MONTH', 'TOTAL'] as const
export const CAP_SCOPES = ['MEMBER', 'ALL_MEMBERS'] as const
export const CAP_BEYONDS = ['TRUNCATE', 'REJECT'] as const
export const PENDING_POLICIES = ['IMMEDIATE', 'AFTER_PERIOD', 'ON_DATE', 'ON_EVENT'] as const
export const EXPIRY_POLICIES = ['NEVER', 'ROLLING', 'CALENDAR', 'INACTIVITY'] as const
export const ROUNDINGS = ['NONE', 'DAY_END', 'MONTH_END', 'QUARTER_END', 'YEAR_END'] as const
export const EFFECT_TYPES = ['PER_AMOUNT', 'FIXED', 'PER_LINE', 'MULTIPLIER'] as const

export interface Cap {
  code: string
  points: number
  period: (typeof CAP_PERIODS)[number]
  scope: (typeof CAP_SCOPES)[number]
  beyond: (typeof CAP_BEYONDS)[number]
  /** Of the program's own caps only: counts this wallet alone. Empty: all of them. */
  walletCode: string
}

export interface Pending {
  policy: (typeof PENDING_POLICIES)[number]
  days: number
  on: string
  event: string
}

export interface Expiry {
  policy: (typeof EXPIRY_POLICIES)[number]
  months: number
  days: number
  rounding: (typeof ROUNDINGS)[number]
  /** Days of the year, 12-31. */
  on: readonly string[]
}

export interface Effect {
  type: (typeof EFFECT_TYPES)[number]
  points: number
  perMinor: number
  percent: number
  isPerPiece: boolean
  /** Only lines of these categories count; empty: all of them. */
  categories: readonly string[]
}

export interface EarnRule {
  code: string
  nameEn: string
  nameAr: string
  trigger: string
  walletCode: string
  /** Null where the rule has several effects, or one that only the JSON shows. */
  effect: Effect | null
  condition: Json
  pending: Pending
  expiry: Expiry
  caps: readonly Cap[]
  /** It says more than the form shows: hours, a group, products. */
  hasMore: boolean
}

/** The earning rules in their order. */
export function rulesOf(definition: Definition): EarnRule[] {
  return listOf(definition['rules']).map((rule) => ({
    code: textOf(rule['code']),
    nameEn: textOf(treeOf(rule['name'])['en']),
    nameAr: textOf(treeOf(rule['name'])['ar']),
    trigger: textOf(rule['trigger']) || 'purchase',
    walletCode: textOf(rule['wallet_code']),
    effect: effectOf(listOf(rule['effects'])),
    condition: (rule['condition'] ?? null) as Json,
    pending: pendingOf(treeOf(rule['pending'])),
    expiry: expiryOf(treeOf(rule['expiry'])),
    caps: capsOf(rule),
    hasMore: saysMore(rule),
  }))
}

/** The definition with these parts of one rule changed. */
export function withRule(definition: Definition, code: string, parts: Partial<EarnRule>): Definition {
  return { ...definition, rules: listOf(definition['rules']).map((rule) => (rule['code'] === code ? written(rule, parts) : rule)) }
}

/** The definition without the rule. */
export function withoutRule(definition: Definition, code: string): Definition {
  return { ...definition, rules: listOf(definition['rules']).filter((rule) => rule['code'] !== code) }
}

/** The definition with one rule more, under a code that no other has: a point for each unit of the currency, for a year. */
export function withNewRule(definition: Definition, minorUnits: number): Definition {
  const rules = listOf(definition['rules'])
  const code = freeCode(rules.length === 0 ? 'purchase' : 'bonus', rules.map((rule) => textOf(rule['code'])))
  const rule = { code, effects: [{ type: 'PER_AMOUNT', points: 1, per_minor: minorUnits }], expiry: { policy: 'ROLLING', months: 12, rounding: 'MONTH_END' } }
  return { ...definition, rules: [...rules, rule] }
}

/** The caps of a rule, or those of the whole program. */
export function capsOf(holder: Tree): Cap[] {
  return listOf(holder['caps']).map((cap) => ({
    code: textOf(cap['code']),
    points: numberOf(cap['points']),
    period: (textOf(cap['period']) || 'DAY') as Cap['period'],
    scope: (textOf(cap['scope']) || 'MEMBER') as Cap['scope'],
    beyond: (textOf(cap['beyond']) || 'TRUNCATE') as Cap['beyond'],
    walletCode: textOf(cap['wallet_code']),
  }))
}

/** The definition with these caps of its own. */
export function withCaps(definition: Definition, caps: readonly Cap[]): Definition {
  return { ...definition, caps: caps.map((cap) => ({ ...writtenCap(cap), wallet_code: cap.walletCode || null })) }
}

/** One cap more, under a code that no other has. */
export function withNewCap(caps: readonly Cap[]): Cap[] {
  return [...caps, { code: freeCode('daily', caps.map((cap) => cap.code)), points: 100, period: 'DAY', scope: 'MEMBER', beyond: 'TRUNCATE', walletCode: '' }]
}

function written(rule: Tree, parts: Partial<EarnRule>): Tree {
  const isNamed = parts.nameEn !== undefined || parts.nameAr !== undefined
  const name = treeOf(rule['name'])
  return {
    ...rule,
    ...(isNamed && { name: namesOf(parts.nameEn ?? textOf(name['en']), parts.nameAr ?? textOf(name['ar']), name) }),
    ...(parts.trigger !== undefined && { trigger: parts.trigger }),
    ...(parts.walletCode !== undefined && { wallet_code: parts.walletCode }),
    ...(parts.effect && { effects: [writtenEffect(parts.effect, listOf(rule['effects'])[0] ?? {})] }),
    ...(parts.condition !== undefined && { condition: parts.condition }),
    ...(parts.pending && { pending: writtenPending(parts.pending) }),
    ...(parts.expiry && { expiry: writtenExpiry(parts.expiry) }),
    ...(parts.caps && { caps: parts.caps.map(writtenCap) }),
  }
}

function effectOf(effects: readonly Tree[]): Effect | null {
  const [only] = effects
  const type = textOf(only?.['type']) as Effect['type']
  if (!only || effects.length > 1 || !EFFECT_TYPES.includes(type)) return null
  const categories = treeOf(only['lines'])['category_codes']
  return {
    type,
    points: numberOf(only['points'], 1),
    perMinor: numberOf(only['per_minor'], 100),
    percent: numberOf(only['percent'], 200),
    isPerPiece: only['is_per_piece'] === true,
    categories: Array.isArray(categories) ? categories.map(String) : [],
  }
}

function writtenEffect(effect: Effect, before: Tree): Tree {
  if (effect.type === 'FIXED') return { type: effect.type, points: effect.points }
  const said = effect.type === 'MULTIPLIER' ? { percent: effect.percent } : effect.type === 'PER_AMOUNT' ? { points: effect.points, per_minor: effect.perMinor } : { points: effect.points, is_per_piece: effect.isPerPiece }
  const lines = { ...treeOf(before['lines']), category_codes: effect.categories }
  const hasLines = Object.values(lines).some((value) => (Array.isArray(value) ? value.length > 0 : value !== null))
  return { type: effect.type, ...said, ...(hasLines ? { lines } : before['lines'] !== undefined && { lines: before['lines'] === null ? null : lines }) }
}

function pendingOf(pending: Tree): Pending {
  return { policy: (textOf(pending['policy']) || 'IMMEDIATE') as Pending['policy'], days: numberOf(pending['days']), on: textOf(pending['on']), event: textOf(pending['event']) }
}

// What belongs to another policy is left out: the API refuses it.
function writtenPending({ policy, days, on, event }: Pending): Tree {
  return { policy, ...(policy === 'AFTER_PERIOD' && { days: days || 14 }), ...(policy === 'ON_DATE' && { on }), ...(policy === 'ON_EVENT' && { event }) }
}

function expiryOf(expiry: Tree): Expiry {
  const on = expiry['on']
  return {
    policy: (textOf(expiry['policy']) || 'NEVER') as Expiry['policy'],
    months: numberOf(expiry['months']),
    days: numberOf(expiry['days']),
    rounding: (textOf(expiry['rounding']) || 'NONE') as Expiry['rounding'],
    on: Array.isArray(on) ? on.map(String) : [],
  }
}

function writtenExpiry({ policy, months, days, rounding, on }: Expiry): Tree {
  switch (policy) {
    case 'NEVER':
      return { policy }
    case 'ROLLING':
      return { policy, months: months || (days ? 0 : 12), days, rounding }
    case 'CALENDAR':
      return { policy, on: on.length > 0 ? on : ['12-31'], days }
    case 'INACTIVITY':
      return { policy, days: days || 365 }
  }
}

function writtenCap({ code, points, period, scope, beyond }: Cap): Tree {
  return { code, points, period, scope, beyond }
}

function saysMore(rule: Tree): boolean {
  const timeframe = treeOf(rule['timeframe'])
  const lines = treeOf(listOf(rule['effects'])[0]?.['lines'])
  const products = lines['product_ids']
  return Boolean(timeframe['valid_from'] ?? timeframe['valid_until'] ?? rule['group_code'] ?? lines['condition']) || listOf(timeframe['hours']).length > 0 || (Array.isArray(products) && products.length > 0)
}
