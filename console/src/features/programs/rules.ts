// Earning rules as a form edits them, and back. Whatever the form does not know stays as it was written. Pure. Not here: their words (words.ts).
import { type Timeframe, timeframeOf, writtenTimeframe } from '@/features/programs/timeframe'
import type { Json } from '@/lib/condition'
import { type Definition, freeCode, listOf, namesOf, numberOf, textOf, textsOf, type Tree, treeOf } from '@/lib/tree'

export const CAP_PERIODS = ['DAY', 'WEEK', 'MONTH', 'TOTAL'] as const
export const CAP_SCOPES = ['MEMBER', 'ALL_MEMBERS'] as const
export const CAP_BEYONDS = ['TRUNCATE', 'REJECT'] as const
export const PENDING_POLICIES = ['IMMEDIATE', 'AFTER_PERIOD', 'ON_DATE', 'ON_EVENT'] as const
export const EXPIRY_POLICIES = ['NEVER', 'ROLLING', 'CALENDAR', 'INACTIVITY'] as const
export const ROUNDINGS = ['NONE', 'DAY_END', 'MONTH_END', 'QUARTER_END', 'YEAR_END'] as const
export const EFFECT_TYPES = ['PER_AMOUNT', 'FIXED', 'PER_LINE', 'MULTIPLIER', 'EXTEND_EXPIRY'] as const

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
  /** By how much open points last longer. */
  months: number
  days: number
  /** Only lines of these categories, of these products and such lines count; empty: all of them. */
  categories: readonly string[]
  products: readonly string[]
  lineCondition: Json
}

export interface EarnRule {
  code: string
  nameEn: string
  nameAr: string
  trigger: string
  walletCode: string
  effects: readonly Effect[]
  condition: Json
  pending: Pending
  expiry: Expiry
  caps: readonly Cap[]
  timeframe: Timeframe
  /** Empty: it stands by itself. */
  groupCode: string
}

/** The earning rules in their order. */
export function rulesOf(definition: Definition): EarnRule[] {
  return listOf(definition['rules']).map((rule) => ({
    code: textOf(rule['code']),
    nameEn: textOf(treeOf(rule['name'])['en']),
    nameAr: textOf(treeOf(rule['name'])['ar']),
    trigger: textOf(rule['trigger']) || 'purchase',
    walletCode: textOf(rule['wallet_code']),
    effects: listOf(rule['effects']).map(effectOf),
    condition: (rule['condition'] ?? null) as Json,
    pending: pendingOf(treeOf(rule['pending'])),
    expiry: expiryOf(treeOf(rule['expiry'])),
    caps: capsOf(rule),
    timeframe: timeframeOf(rule),
    groupCode: textOf(rule['group_code']),
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

/** The definition with a rule moved up or down; of a group where the first one awards, the order decides. */
export function withMovedRule(definition: Definition, code: string, step: -1 | 1): Definition {
  const rules = listOf(definition['rules'])
  const at = rules.findIndex((rule) => rule['code'] === code)
  const [moved] = rules.splice(at, 1)
  if (!moved || at + step < 0 || at + step > rules.length) return definition
  return { ...definition, rules: rules.toSpliced(at + step, 0, moved) }
}

/** An effect to begin with. */
export function anEffect(type: Effect['type'], minorUnits: number): Effect {
  return { type, points: type === 'FIXED' ? 100 : 1, perMinor: minorUnits, percent: 200, isPerPiece: false, months: type === 'EXTEND_EXPIRY' ? 3 : 0, days: 0, categories: [], products: [], lineCondition: null }
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
    ...(parts.effects && { effects: parts.effects.map((effect, at) => writtenEffect(effect, listOf(rule['effects'])[at] ?? {})) }),
    ...(parts.condition !== undefined && { condition: parts.condition }),
    ...(parts.pending && { pending: writtenPending(parts.pending) }),
    ...(parts.expiry && { expiry: writtenExpiry(parts.expiry) }),
    ...(parts.caps && { caps: parts.caps.map(writtenCap) }),
    ...(parts.timeframe && { timeframe: writtenTimeframe(parts.timeframe) }),
    ...(parts.groupCode !== undefined && { group_code: parts.groupCode || null }),
  }
}

function effectOf(effect: Tree): Effect {
  const lines = treeOf(effect['lines'])
  return {
    type: (textOf(effect['type']) || 'PER_AMOUNT') as Effect['type'],
    points: numberOf(effect['points'], 1),
    perMinor: numberOf(effect['per_minor'], 100),
    percent: numberOf(effect['percent'], 200),
    isPerPiece: effect['is_per_piece'] === true,
    months: numberOf(effect['months']),
    days: numberOf(effect['days']),
    categories: textsOf(lines['category_codes']),
    products: textsOf(lines['product_ids']),
    lineCondition: (lines['condition'] ?? null) as Json,
  }
}

function writtenEffect(effect: Effect, before: Tree): Tree {
  const { type, points, perMinor, percent, isPerPiece, months, days } = effect
  if (type === 'FIXED') return { type, points }
  if (type === 'EXTEND_EXPIRY') return { type, months: months || (days ? 0 : 1), days }
  const said = { PER_AMOUNT: { points, per_minor: perMinor }, PER_LINE: { points, is_per_piece: isPerPiece }, MULTIPLIER: { percent } }[type]
  return { type, ...said, ...writtenLines(effect, before) }
}

// All lines is said by no filter at all; what was written for it stays as it was written.
function writtenLines({ categories, products, lineCondition }: Effect, before: Tree): Tree {
  const isAll = categories.length === 0 && products.length === 0 && lineCondition === null
  if (isAll) return before['lines'] === undefined ? {} : { lines: null }
  return { lines: { product_ids: products, category_codes: categories, condition: lineCondition } }
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
