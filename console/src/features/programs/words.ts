// Rules, caps, tiers as sentences a marketer reads aloud. Pure: the words are in locales/, figures come formatted. Not here: the form.
import { groupsOf } from '@/features/programs/groups'
import type { Policies } from '@/features/programs/policies'
import { type Cap, capsOf, type EarnRule, type Effect, type Expiry, type Pending, rulesOf } from '@/features/programs/rules'
import { DAY_ENDS, type Hours, type Timeframe } from '@/features/programs/timeframe'
import type { Tree } from '@/lib/tree'
import type { FactGroup, LineVocabulary } from '@/ui/condition/facts'
import { conditionWords } from '@/ui/condition/words'

export interface Tools {
  /** `count`: chooses the form of a sentence that has several. */
  say: (key: string, named?: Record<string, unknown>, count?: number) => string
  number: (value: number) => string
  /** Minor units of the program's currency. */
  money: (minor: number) => string
  /** A business date. */
  date: (on: string) => string
  instant: (at: string) => string
  list: (items: readonly string[]) => string
  facts: readonly FactGroup[]
  /** What conditions may ask of the lines of an order. */
  lines?: LineVocabulary
}

/** What the rule gives, when, at most how much, from when and until when: one sentence each. */
export function ruleWords(rule: EarnRule, tools: Tools): string[] {
  const sentences = [effectWords(rule, tools)]
  if (rule.condition !== null) sentences.push(tools.say('programs.words.only_if', { condition: conditionWords(rule.condition, tools.facts, tools.say, tools.lines) }))
  sentences.push(...rule.caps.map((cap) => capWords(cap, tools)), pendingWords(rule.pending, tools), expiryWords(rule.expiry, tools))
  sentences.splice(1, 0, ...timeframeWords(rule.timeframe, tools))
  if (rule.groupCode !== '') sentences.push(tools.say('programs.words.in_group', { group: rule.groupCode }))
  return sentences
}

/** What the rule gives. */
export function effectWords({ effects, trigger }: EarnRule, tools: Tools): string {
  const given = effects.map((effect) => givenWords(effect, trigger, tools))
  const when = trigger === 'purchase' ? '' : tools.say('programs.words.when', { trigger })
  return `${[tools.list(given), when].filter(Boolean).join(' ')}.`
}

function givenWords(effect: Effect, trigger: string, tools: Tools): string {
  const { say, number, money } = tools
  const given = {
    PER_AMOUNT: () => say('programs.words.per_amount', { points: number(effect.points), amount: money(effect.perMinor) }, effect.points),
    FIXED: () => say(trigger === 'purchase' ? 'programs.words.fixed' : 'programs.words.fixed_event', { points: number(effect.points) }, effect.points),
    PER_LINE: () => say(effect.isPerPiece ? 'programs.words.per_piece' : 'programs.words.per_line', { points: number(effect.points) }, effect.points),
    MULTIPLIER: () => say('programs.words.multiplier', { times: number(effect.percent / 100) }),
    EXTEND_EXPIRY: () => say('programs.words.extend', { span: spanWords(effect.months, effect.days, tools) }),
  }[effect.type]()
  return [given, ...linesWords(effect, tools)].join(' ')
}

function linesWords({ categories, products, lineCondition }: Effect, { say, list, lines }: Tools): string[] {
  return [
    ...(categories.length > 0 ? [say('programs.words.on', { categories: list(categories) })] : []),
    ...(products.length > 0 ? [say('programs.words.on_products', { products: list(products) })] : []),
    ...(lineCondition === null ? [] : [say('programs.words.on_lines', { condition: conditionWords(lineCondition, lines?.facts ?? [], say) })]),
  ]
}

/** When the rule applies; nothing where it always does. */
export function timeframeWords({ validFrom, validUntil, hours }: Timeframe, tools: Tools): string[] {
  const { say, instant } = tools
  const span = validFrom && validUntil ? 'between' : validFrom ? 'from' : 'until'
  return [
    ...(validFrom || validUntil ? [say(`programs.words.valid.${span}`, { from: instant(validFrom), until: instant(validUntil) })] : []),
    ...(hours.length > 0 ? [say('programs.words.hours', { hours: allHoursWords(hours, tools) })] : []),
  ]
}

/** All hours at which a rule applies, in one line. */
export function allHoursWords(hours: readonly Hours[], tools: Tools): string {
  return hours.length === 0 ? tools.say('programs.words.none') : tools.list(hours.map((one) => hoursWords(one, tools)))
}

function hoursWords({ weekdays, beginsAt, endsAt }: Hours, { say, list }: Tools): string {
  const days = weekdays.length === 0 ? say('programs.words.every_day') : list(weekdays.map((day) => say(`condition.weekday.${day}`)))
  return beginsAt === '00:00' && endsAt === DAY_ENDS ? days : say('programs.words.hours_of', { days, from: beginsAt, until: endsAt })
}

/** How points are spent, given on and taken back: one sentence each. */
export function policyWords({ burning, transfer, returns, noticeDays }: Policies, { say, number, list }: Tools): string[] {
  const bounds = (least: number, most: number | null) => say(most === null ? 'programs.words.bounds_least' : 'programs.words.bounds', { least: number(least), most: number(most ?? 0) })
  const step = burning.step > 1 ? say('programs.words.burn_step', { step: number(burning.step) }) : ''
  const daily = transfer.mostPerDay === null ? '' : say('programs.words.transfer_daily', { most: number(transfer.mostPerDay) })
  return [
    say('programs.words.burn', { bounds: bounds(burning.least, burning.most), step }),
    transfer.isAllowed ? say('programs.words.transfer', { bounds: bounds(transfer.least, transfer.most), daily }) : say('programs.words.no_transfer'),
    say(`programs.words.returns.${returns}`),
    noticeDays.length === 0 ? say('programs.words.no_notice') : say('programs.words.notice', { days: list(noticeDays.map(number)) }),
  ]
}

/** At most how much, for whom, and what happens beyond it. */
export function capWords(cap: Cap, { say, number }: Tools): string {
  const amount = say(`programs.words.cap_${cap.scope === 'MEMBER' ? 'member' : 'all'}`, { points: number(cap.points), period: say(`programs.words.period.${cap.period}`) })
  return `${amount} ${say(`programs.words.beyond.${cap.beyond}`)}`
}

/** From when points can be spent. */
export function pendingWords(pending: Pending, { say, number, date }: Tools): string {
  return say(`programs.words.pending.${pending.policy}`, { days: number(pending.days), on: pending.on === '' ? '…' : date(pending.on), event: pending.event || '…' })
}

/** Until when points can be spent. */
export function expiryWords(expiry: Expiry, tools: Tools): string {
  const { say, number, list, date } = tools
  const days = expiry.on.map((on) => dayOfYear(on, date))
  const least = expiry.policy === 'CALENDAR' && expiry.days > 0 ? ` ${say('programs.words.at_least', { count: number(expiry.days) })}` : ''
  const rounded = expiry.policy === 'ROLLING' && expiry.rounding !== 'NONE' ? `${say(`programs.words.rounding.${expiry.rounding}`)}` : ''
  return say(`programs.words.expiry.${expiry.policy}`, { span: spanWords(expiry.months, expiry.days, tools) + rounded, on: list(days.length > 0 ? days : ['…']) }) + least
}

function spanWords(months: number, days: number, { say, number, list }: Tools): string {
  const parts = [...(months > 0 ? [say('programs.words.months', { count: number(months) }, months)] : []), ...(days > 0 ? [say('programs.words.days', { count: number(days) }, days)] : [])]
  return parts.length > 0 ? list(parts) : '…'
}

/** What a new rule, cap, group or tier says, in one line. */
export function partWords(kind: string, part: Tree, tools: Tools): string | null {
  if (kind === 'rules') {
    const [rule] = rulesOf({ rules: [part] })
    return rule ? ruleWords(rule, tools).join(' ') : null
  }
  if (kind === 'effects') {
    const [rule] = rulesOf({ rules: [{ effects: [part] }] })
    return rule ? effectWords(rule, tools) : null
  }
  if (kind === 'groups') {
    const [group] = groupsOf({ groups: [part] })
    return group ? tools.say(`programs.group_modes.${group.mode}`) : null
  }
  if (kind === 'caps') {
    const [cap] = capsOf({ caps: [part] })
    return cap ? capWords(cap, tools) : null
  }
  return null
}

// A leap year, so that 02-29 is a day; the year is cut off again by the words around it.
function dayOfYear(on: string, date: (on: string) => string): string {
  return /^\d\d-\d\d$/.test(on) ? date(`2000-${on}`).replace(/[,،]?\s*(2000|٢٠٠٠)/, '') : on
}
