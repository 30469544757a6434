// What the builder offers: which fields there are, how each may be compared, and a first clause of each. Pure. Not here: words (locales/).
import type { Clause, Comparator, NewClause, Operand, Subject } from '@/features/segments/builder/nodes'
import type { Kind } from '@/features/segments/builder/read'
import { localText } from '@/lib/localText'

export interface FeatureLike {
  name: string
  kind: Kind
  unit: string | null
  description: string
  label: Readonly<Record<string, string>> | null
  codes: readonly string[] | null
}

export interface EventLike {
  type: string
  label: Readonly<Record<string, string>>
  fields: readonly FeatureLike[]
}

export interface NamedLike {
  code: string
  label: Readonly<Record<string, string>>
}

export interface Vocabulary {
  features: readonly FeatureLike[]
  events: readonly EventLike[]
  channels: readonly NamedLike[]
  segments: readonly NamedLike[]
}

export const NOTHING: Vocabulary = { features: [], events: [], channels: [], segments: [] }

export type Choice = 'is' | 'is_not' | 'at_least' | 'above' | 'at_most' | 'below' | 'between' | 'one_of' | 'contains' | 'known' | 'unknown' | 'yes' | 'no'
export type FieldUnit = 'money' | 'share' | 'days' | 'plain'

const ORDERED: readonly Choice[] = ['at_least', 'above', 'at_most', 'below', 'between', 'is', 'is_not', 'known', 'unknown']
const SYMBOLS: Partial<Record<Choice, Comparator>> = { is: '==', is_not: '!=', at_least: '>=', above: '>', at_most: '<=', below: '<' }

export type FieldGroup = 'bought' | 'score' | 'rfm' | 'member'

export interface FieldOffer {
  /** Names the offer among all others. */
  id: string
  group: FieldGroup | 'behaviour' | 'segments' | 'consents' | 'more'
  label: string
  description: string
  kind: Kind | null
  /** The feature whose spread can be shown. */
  feature: string | null
  clause: NewClause
}

/** Everything that a new clause can be about, in the language on screen. `say` tells what has no label of its own. */
export function fieldOffers(vocabulary: Vocabulary, locale: string, say: (key: string, named?: Record<string, string>) => string): FieldOffer[] {
  const features = vocabulary.features.map((feature): FieldOffer => {
    const label = featureLabel(feature, locale)
    return { id: feature.name, group: groupOf(feature.name), label, description: feature.description, kind: feature.kind, feature: feature.name, clause: firstClause(feature) }
  })
  const behaviour = vocabulary.events.flatMap((event) => {
    const label = localText(event.label, locale)
    return (['count', 'sum', 'last'] as const).flatMap((measure): FieldOffer[] => {
      const of = measure === 'sum' ? (event.fields.find((field) => field.kind === 'integer')?.name ?? null) : null
      if (measure === 'sum' && of === null) return []
      const subject: Subject = { kind: 'events', measure, type: event.type, of, withinDays: measure === 'last' ? null : 30, where: null }
      const clause: NewClause =
        measure === 'last' ? { kind: 'compare', subject, symbol: '>=', value: { count: -30, unit: 'days' } } : { kind: 'compare', subject, symbol: '>=', value: 1 }
      return [{ id: `${event.type}:${measure}`, group: 'behaviour', label: say(`measure.${measure}`, { event: label }), description: say(`measure.${measure}_text`), kind: null, feature: null, clause }]
    })
  })
  const segments = vocabulary.segments.map(
    ({ code, label }): FieldOffer => ({ id: `segment:${code}`, group: 'segments', label: say('in_segment', { segment: localText(label, locale) }), description: code, kind: null, feature: null, clause: { kind: 'segment', code, isIn: true } }),
  )
  const consents = vocabulary.channels.map(
    ({ code, label }): FieldOffer => ({ id: `consent:${code}`, group: 'consents', label: say('consented', { channel: localText(label, locale) }), description: '', kind: null, feature: null, clause: { kind: 'consent', channel: code, isGiven: true } }),
  )
  const bucket: NewClause = { kind: 'compare', subject: { kind: 'bucket', salt: 'test', of: 100 }, symbol: '<', value: 10 }
  const more: FieldOffer[] = [
    { id: 'bucket', group: 'more', label: say('bucket'), description: say('bucket_text'), kind: null, feature: null, clause: bucket },
    { id: 'raw', group: 'more', label: say('raw'), description: say('raw_text'), kind: null, feature: null, clause: { kind: 'raw', json: { '>': [{ var: 'recency_days' }, 30] } } },
  ]
  return [...features, ...behaviour, ...segments, ...consents, ...more]
}

/** The offers whose words hold every word of `term`; those whose label begins with it first. */
export function searched(offers: readonly FieldOffer[], term: string): FieldOffer[] {
  const words = term.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...offers]
  const found = offers.filter((offer) => {
    const text = `${offer.label} ${offer.id.replaceAll('_', ' ')} ${offer.description}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
  const begins = (offer: FieldOffer): number => (offer.label.toLocaleLowerCase().startsWith(words.join(' ')) ? 0 : 1)
  return found.toSorted((a, b) => begins(a) - begins(b))
}

export function featureLabel(feature: FeatureLike, locale: string): string {
  return feature.label ? localText(feature.label, locale) : feature.name.replaceAll('_', ' ')
}

/** In what unit a feature's values are written. */
export function unitOfField(name: string, unit: string | null): FieldUnit {
  if (name.includes('_minor')) return 'money'
  if (unit === 'share' || unit === 'probability' || /(^|_)(share|probability)(_|$)/.test(name)) return 'share'
  return /_days(_|$)/.test(name) ? 'days' : 'plain'
}

/** The comparisons that a clause about this may make, the usual ones first. */
export function choicesOf(kind: Kind, hasCodes: boolean): readonly Choice[] {
  if (kind === 'boolean') return ['yes', 'no', 'known', 'unknown']
  if (kind === 'text') return hasCodes ? ['is', 'is_not', 'one_of', 'known', 'unknown'] : ['is', 'is_not', 'one_of', 'contains', 'known', 'unknown']
  return ORDERED
}

/** Which comparison the clause makes; null where it compares nothing. */
export function choiceOf(clause: Clause): Choice | null {
  switch (clause.kind) {
    case 'compare':
      return (Object.keys(SYMBOLS) as Choice[]).find((choice) => SYMBOLS[choice] === clause.symbol) ?? null
    case 'known':
      return clause.isKnown ? 'known' : 'unknown'
    case 'flag':
      return clause.isSet ? 'yes' : 'no'
    case 'between':
    case 'one_of':
    case 'contains':
      return clause.kind
    default:
      return null
  }
}

/** The clause with another comparison; what it compared with is kept where that makes sense. */
export function withChoice(clause: Clause, choice: Choice, kind: Kind): Clause {
  const subject = subjectOf(clause)
  if (subject === null) return clause
  const { id } = clause
  const [first, second] = operandsOf(clause, kind)
  if (choice === 'known' || choice === 'unknown') return { id, kind: 'known', subject, isKnown: choice === 'known' }
  if (choice === 'yes' || choice === 'no') return subject.kind === 'feature' ? { id, kind: 'flag', name: subject.name, isSet: choice === 'yes' } : clause
  if (choice === 'between') return { id, kind: 'between', subject, least: first, most: second }
  if (choice === 'one_of') return { id, kind: 'one_of', subject, values: clause.kind === 'one_of' ? clause.values : typeof first === 'object' || first === '' ? [] : [first] }
  if (choice === 'contains') return { id, kind: 'contains', subject, text: typeof first === 'string' ? first : '' }
  return { id, kind: 'compare', subject, symbol: SYMBOLS[choice] ?? '==', value: first }
}

/** What the clause compares; null where it compares nothing. */
export function subjectOf(clause: Clause): Subject | null {
  if (clause.kind === 'flag') return { kind: 'feature', name: clause.name }
  return 'subject' in clause ? clause.subject : null
}

/** The kind of what is compared. */
export function kindOfSubject(subject: Subject, kindOf: (name: string) => Kind | null): Kind {
  if (subject.kind === 'feature') return kindOf(subject.name) ?? 'text'
  return subject.kind === 'events' && subject.measure === 'last' ? 'date' : subject.kind === 'events' && subject.measure === 'sum' ? 'number' : 'integer'
}

function operandsOf(clause: Clause, kind: Kind): [Operand, Operand] {
  const blank = blankOf(kind)
  switch (clause.kind) {
    case 'compare':
      return [clause.value, clause.value]
    case 'between':
      return [clause.least, clause.most]
    case 'one_of':
      return [clause.values[0] ?? blank, clause.values.at(-1) ?? blank]
    case 'contains':
      return [clause.text, clause.text]
    default:
      return [blank, blank]
  }
}

function blankOf(kind: Kind): Operand {
  return kind === 'integer' || kind === 'number' ? 0 : kind === 'date' ? { count: -30, unit: 'days' } : ''
}

/** A first clause about the feature, ready to be filled in. */
export function firstClause(feature: FeatureLike): NewClause {
  const subject: Subject = { kind: 'feature', name: feature.name }
  switch (feature.kind) {
    case 'boolean':
      return { kind: 'flag', name: feature.name, isSet: true }
    case 'text':
      return feature.codes ? { kind: 'one_of', subject, values: feature.codes.slice(0, 1) } : { kind: 'compare', subject, symbol: '==', value: '' }
    case 'date':
      return { kind: 'compare', subject, symbol: '>=', value: { count: -30, unit: 'days' } }
    default:
      return { kind: 'compare', subject, symbol: '>=', value: 0 }
  }
}

function groupOf(name: string): FieldGroup {
  if (/^(points_|member_|tier_)/.test(name)) return 'member'
  if (/^(churn_|alive_|expected_)/.test(name)) return 'score'
  if (/^rfm_|_quintile$/.test(name)) return 'rfm'
  return 'bought'
}
