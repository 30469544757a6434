// The ladder of tiers: what each rung asks for and gives, and how it moves when it is dragged. Pure. Not here: who would move (the API).
import { type Definition, listOf, namesOf, numberOf, textOf, treeOf } from '@/lib/tree'

export interface Rung {
  code: string
  nameEn: string
  nameAr: string
  /** Minor units or points, as the program counts. */
  threshold: number
  /** What its members' points are multiplied by, in percent; 100: nothing more. */
  multiplierPercent: number
  /** What its members pay of a reward's price, in percent; 100: all of it. */
  pricePercent: number
}

export type QualifyBy = 'SPEND' | 'POINTS_EARNED' | 'BALANCE' | 'SEGMENT'
export type PeriodKind = 'ROLLING' | 'CALENDAR' | 'FROM_JOIN'
export type DowngradePolicy = 'TO_FIT' | 'ONE_LEVEL' | 'NEVER'

export interface Standing {
  by: QualifyBy
  walletCode: string
  period: PeriodKind
  /** Days of a ROLLING period, months of the others. */
  length: number
  downgrade: DowngradePolicy
  graceDays: number
}

/** The ladder from the lowest rung; empty where the program has none. */
export function ladderOf(definition: Definition): Rung[] {
  return listOf(treeOf(definition['tiers'])['ladder']).map((rung) => {
    const benefits = treeOf(rung['benefits'])
    return {
      code: textOf(rung['code']),
      nameEn: textOf(treeOf(rung['name'])['en']),
      nameAr: textOf(treeOf(rung['name'])['ar']),
      threshold: numberOf(rung['threshold']),
      multiplierPercent: numberOf(benefits['multiplier_percent'], 100),
      pricePercent: numberOf(benefits['reward_price_percent'], 100),
    }
  })
}

/** The definition with this ladder; what else stood on a rung of the same code stays on it. None at all: no tiers. */
export function withLadder(definition: Definition, ladder: readonly Rung[]): Definition {
  if (ladder.length === 0) return { ...definition, tiers: null }
  const tiers = treeOf(definition['tiers'])
  const before = new Map(listOf(tiers['ladder']).map((rung) => [textOf(rung['code']), rung]))
  const rungs = ladder.map((rung) => {
    const old = before.get(rung.code) ?? {}
    const benefits = treeOf(old['benefits'])
    const given = { multiplier_percent: rung.multiplierPercent, reward_price_percent: rung.pricePercent }
    const isPlain = old['benefits'] === undefined && rung.multiplierPercent === 100 && rung.pricePercent === 100
    return {
      ...old,
      code: rung.code,
      name: namesOf(rung.nameEn, rung.nameAr, old['name']) ?? {},
      threshold: rung.threshold,
      ...(!isPlain && { benefits: { ...benefits, ...given } }),
    }
  })
  return { ...definition, tiers: { ...(tiers['qualification'] === undefined && STANDARD), ...tiers, ladder: rungs } }
}

const STANDARD = { qualification: { by: 'SPEND', period: { kind: 'ROLLING', days: 365 } }, downgrade: { policy: 'TO_FIT', grace_days: 0 } }

/** How tiers are reached and lost. */
export function standingOf(definition: Definition): Standing {
  const tiers = treeOf(definition['tiers'])
  const qualification = treeOf(tiers['qualification'])
  const period = treeOf(qualification['period'])
  const downgrade = treeOf(tiers['downgrade'])
  const kind = (textOf(period['kind']) || 'ROLLING') as PeriodKind
  return {
    by: (textOf(qualification['by']) || 'SPEND') as QualifyBy,
    walletCode: textOf(qualification['wallet_code']),
    period: kind,
    length: numberOf(period[kind === 'ROLLING' ? 'days' : 'months'], kind === 'ROLLING' ? 365 : 12),
    downgrade: (textOf(downgrade['policy']) || 'TO_FIT') as DowngradePolicy,
    graceDays: numberOf(downgrade['grace_days']),
  }
}

/** The definition with tiers reached and lost like this. */
export function withStanding(definition: Definition, standing: Standing): Definition {
  const { by, walletCode, period, length, downgrade, graceDays } = standing
  const needsPeriod = by === 'SPEND' || by === 'POINTS_EARNED'
  const needsWallet = by === 'POINTS_EARNED' || by === 'BALANCE'
  const span = period === 'ROLLING' ? { kind: period, days: length } : { kind: period, months: length }
  const qualification = { by, ...(needsWallet && { wallet_code: walletCode }), ...(needsPeriod && { period: span }) }
  return { ...definition, tiers: { ...treeOf(definition['tiers']), qualification, downgrade: { policy: downgrade, grace_days: graceDays } } }
}

/** A new rung above the others, at twice what the highest asks for. */
export function withNewRung(ladder: readonly Rung[], unit: number): Rung[] {
  const top = ladder.at(-1)
  const taken = new Set(ladder.map((rung) => rung.code))
  let number = ladder.length + 1
  while (taken.has(`TIER_${number}`)) number += 1
  const threshold = top ? top.threshold * 2 || 1000 * unit : 0
  return [...ladder, { code: `TIER_${number}`, nameEn: '', nameAr: '', threshold, multiplierPercent: 100, pricePercent: 100 }]
}

/** Which rungs stand out of order: each must ask for more than the one below it, the lowest for nothing. */
export function brokenRungs(ladder: readonly Rung[]): Set<number> {
  return new Set(ladder.flatMap((rung, at) => ((at === 0 ? rung.threshold !== 0 : rung.threshold <= (ladder[at - 1]?.threshold ?? 0)) ? [at] : [])))
}

/** Where the track ends: a round figure with room above the highest rung. */
export function trackEnd(ladder: readonly Rung[], unit: number): number {
  const most = Math.max(unit * 10, ...ladder.map((rung) => rung.threshold))
  const step = 10 ** Math.floor(Math.log10(most))
  return Math.ceil((most * 1.25) / step) * step
}

/** Where on the track a threshold stands, from 0 to 1. The root gives the low rungs room, where ladders are crowded. */
export function placeOf(threshold: number, end: number): number {
  return Math.min(1, Math.sqrt(Math.max(0, threshold) / end))
}

/** The threshold at a place on the track, on the step that a threshold of this size is moved by. */
export function thresholdAt(place: number, end: number, unit: number): number {
  const exact = Math.min(1, Math.max(0, place)) ** 2 * end
  const step = stepAt(exact, unit)
  return Math.round(exact / step) * step
}

/** By how much a threshold of this size moves at once: it keeps two figures, and is never less than one unit. */
export function stepAt(threshold: number, unit: number): number {
  return Math.max(unit, 10 ** (Math.floor(Math.log10(Math.max(threshold, unit))) - 1))
}

/** The ladder with one rung moved towards `wanted`, never past its neighbours; the lowest stays at nothing. */
export function withThreshold(ladder: readonly Rung[], at: number, wanted: number, unit: number): Rung[] {
  if (at <= 0) return [...ladder]
  const least = (ladder[at - 1]?.threshold ?? 0) + unit
  const most = (ladder[at + 1]?.threshold ?? Number.POSITIVE_INFINITY) - unit
  const threshold = Math.min(most, Math.max(least, wanted))
  return ladder.map((rung, place) => (place === at ? { ...rung, threshold } : rung))
}

/** How many arrive on and leave each tier, of the moves that a change would make. */
export function trafficOf(moves: readonly { from_tier_code: string | null; to_tier_code: string; member_count: number }[]): Map<string, { arriving: number; leaving: number }> {
  const traffic = new Map<string, { arriving: number; leaving: number }>()
  const add = (code: string, arriving: number, leaving: number) => {
    const before = traffic.get(code) ?? { arriving: 0, leaving: 0 }
    traffic.set(code, { arriving: before.arriving + arriving, leaving: before.leaving + leaving })
  }
  for (const move of moves) {
    add(move.to_tier_code, move.member_count, 0)
    if (move.from_tier_code !== null) add(move.from_tier_code, 0, move.member_count)
  }
  return traffic
}
