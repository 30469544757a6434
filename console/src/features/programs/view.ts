// A program's definition → what the form edits, and back. Whatever the form does not know stays as it was written. Pure.
import type { Change, Definition } from '@/features/programs/queries'

export interface Rung {
  code: string
  nameEn: string
  nameAr: string
  threshold: number
}

export interface EarnRule {
  code: string
  name: Readonly<Record<string, string>>
  /** Of the rule's one effect that gives points per amount; null where it is of another kind, which only the JSON shows. */
  points: number | null
  perMinor: number | null
  expiryMonths: number | null
}

type Tree = Record<string, unknown>

/** The ladder from the lowest rung; empty where the program has none. */
export function ladderOf(definition: Definition): Rung[] {
  return listOf(treeOf(definition['tiers'])['ladder']).map((rung) => ({
    code: String(rung['code'] ?? ''),
    nameEn: String(treeOf(rung['name'])['en'] ?? ''),
    nameAr: String(treeOf(rung['name'])['ar'] ?? ''),
    threshold: Number(rung['threshold'] ?? 0),
  }))
}

/** The definition with this ladder; what else stood on a rung of the same code stays on it. */
export function withLadder(definition: Definition, ladder: readonly Rung[]): Definition {
  const tiers = treeOf(definition['tiers'])
  const before = new Map(listOf(tiers['ladder']).map((rung) => [String(rung['code']), rung]))
  const rungs = ladder.map(({ code, nameEn, nameAr, threshold }) => ({ ...before.get(code), code, name: { en: nameEn, ...(nameAr !== '' && { ar: nameAr }) }, threshold }))
  return { ...definition, tiers: { ...tiers, ladder: rungs } }
}

/** The earning rules in their order. */
export function rulesOf(definition: Definition): EarnRule[] {
  return listOf(definition['rules']).map((rule) => {
    const effects = listOf(rule['effects'])
    const only = effects.length === 1 && effects[0]?.['type'] === 'PER_AMOUNT' ? effects[0] : null
    const months = treeOf(rule['expiry'])['months']
    return {
      code: String(rule['code'] ?? ''),
      name: treeOf(rule['name']) as Record<string, string>,
      points: only ? Number(only['points']) : null,
      perMinor: only ? Number(only['per_minor']) : null,
      expiryMonths: typeof months === 'number' ? months : null,
    }
  })
}

/** The definition with the rule's figures changed. */
export function withRule(definition: Definition, changed: EarnRule): Definition {
  const rules = listOf(definition['rules']).map((rule) => {
    if (rule['code'] !== changed.code) return rule
    const effects = changed.points === null ? rule['effects'] : [{ ...listOf(rule['effects'])[0], points: changed.points, per_minor: changed.perMinor }]
    const expiry = changed.expiryMonths === null ? rule['expiry'] : { ...treeOf(rule['expiry']), months: changed.expiryMonths }
    return { ...rule, effects, ...(expiry !== undefined && { expiry }) }
  })
  return { ...definition, rules }
}

/** Which rungs stand out of order: each must ask for more than the one below it. */
export function brokenRungs(ladder: readonly Rung[]): Set<number> {
  return new Set(ladder.flatMap((rung, at) => (at > 0 && rung.threshold <= (ladder[at - 1]?.threshold ?? 0) ? [at] : [])))
}

export interface ShownChange {
  path: string
  before: string | null
  after: string | null
}

/** A change as it is read: tiers.ladder[GOLD].threshold → tiers › ladder › GOLD › threshold. */
export function shownChange({ path, before, after }: Change): ShownChange {
  const parts = path.split(/[.[\]]+/).filter(Boolean).map((part) => part.replaceAll('_', ' '))
  const text = (value: unknown): string | null => (value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value))
  return { path: parts.join(' › '), before: text(before), after: text(after) }
}

function treeOf(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {}
}

function listOf(value: unknown): Tree[] {
  return Array.isArray(value) ? value.map(treeOf) : []
}
