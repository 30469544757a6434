// Rules, caps, tiers as sentences a marketer reads aloud. Pure: the words are in locales/, figures come formatted. Not here: the form.
import { capsOf, type Cap, type EarnRule, type Expiry, type Pending, rulesOf } from '@/features/programs/rules'
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
  if (rule.hasMore) sentences.push(tools.say('programs.words.more'))
  return sentences
}

/** What the rule gives. */
export function effectWords({ effect, trigger }: EarnRule, tools: Tools): string {
  const { say, number, money } = tools
  const on = effect && effect.categories.length > 0 ? say('programs.words.on', { categories: tools.list(effect.categories) }) : ''
  const when = trigger === 'purchase' ? '' : say('programs.words.when', { trigger })
  if (effect === null) return [say('programs.words.other'), when].filter(Boolean).join(' ')
  const given = {
    PER_AMOUNT: () => say('programs.words.per_amount', { points: number(effect.points), amount: money(effect.perMinor) }, effect.points),
    FIXED: () => say(trigger === 'purchase' ? 'programs.words.fixed' : 'programs.words.fixed_event', { points: number(effect.points) }, effect.points),
    PER_LINE: () => say(effect.isPerPiece ? 'programs.words.per_piece' : 'programs.words.per_line', { points: number(effect.points) }, effect.points),
    MULTIPLIER: () => say('programs.words.multiplier', { times: number(effect.percent / 100) }),
  }[effect.type]()
  return `${[given, on, when].filter(Boolean).join(' ')}.`
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
export function expiryWords(expiry: Expiry, { say, number, list, date }: Tools): string {
  const spans = [expiry.months > 0 && say('programs.words.months', { count: number(expiry.months) }, expiry.months), expiry.days > 0 && say('programs.words.days', { count: number(expiry.days) }, expiry.days)].filter((part) => part !== false)
  const days = expiry.on.map((on) => dayOfYear(on, date))
  const least = expiry.policy === 'CALENDAR' && expiry.days > 0 ? ` ${say('programs.words.at_least', { count: number(expiry.days) })}` : ''
  const rounded = expiry.policy === 'ROLLING' && expiry.rounding !== 'NONE' ? `${say(`programs.words.rounding.${expiry.rounding}`)}` : ''
  return say(`programs.words.expiry.${expiry.policy}`, { span: list(spans.length > 0 ? spans : ['…']) + rounded, on: list(days.length > 0 ? days : ['…']) }) + least
}

/** What a new rule, cap or tier says, in one line. */
export function partWords(kind: string, part: Tree, tools: Tools): string | null {
  if (kind === 'rules') {
    const [rule] = rulesOf({ rules: [part] })
    return rule ? ruleWords(rule, tools).join(' ') : null
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
