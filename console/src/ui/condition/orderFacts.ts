// What conditions of programs and promotions may ask at the till: the order and its lines, the member, and what is published of them. Not here: journeys' facts (facts.ts).
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'

import { type Feature, useFeatureChoices } from '@/api/references'
import type { Value } from '@/lib/condition'
import { localText } from '@/lib/localText'
import { minorDigitsOf } from '@/lib/minorUnits'
import { useFormat } from '@/lib/useFormat'
import type { Fact, FactGroup, FactKind, LineVocabulary } from '@/ui/condition/facts'

// What the nightly publication brings to the till; the API refuses other features in such a condition.
const AT_THE_TILL = new Set(['rfm_code', 'rfm_segment_code', 'recency_quintile', 'frequency_quintile', 'monetary_quintile', 'churn_probability', 'churn_band_code', 'last_purchase_on', 'recency_days', 'purchase_count_364d', 'spend_minor_364d', 'qualifying_minor'])
/** Monday first, as the API counts them from 1. */
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const

export interface OrderFacts {
  facts: FactGroup[]
  lines: LineVocabulary
}

/** The facts by group, and those of lines; `tiers`: the codes that a condition on the tier may name. Money is in the program's currency. */
export function useOrderFacts(tiers: () => readonly string[], currencyCode: () => string): ComputedRef<OrderFacts> {
  const { t, locale } = useI18n()
  const format = useFormat()
  const features = useFeatureChoices()

  return computed(() => {
    const code = currencyCode()
    const money: Partial<Fact> = { money: { currencyCode: code, minorUnits: 10 ** minorDigitsOf(code) }, shown: (value) => (typeof value === 'number' ? format.value.money(value, code) : String(value)) }
    const plain: Partial<Fact> = { shown: (value) => (typeof value === 'number' ? format.value.number(value) : String(value)) }
    const days = WEEKDAYS.map((day, at) => ({ value: at + 1, label: t(`condition.weekday.${day}`) }))
    const named: Partial<Fact> = { choices: days, shown: (value: Value) => days.find((day) => day.value === value)?.label ?? String(value) }
    const fact = (path: string, kind: FactKind, more: Partial<Fact> = plain): Fact => ({ path, label: t(`condition.facts.${path.replace('.', '_')}`), kind, ...more })
    const total = (measure: string, more: Partial<Fact> = plain): Fact => ({ path: measure, label: t(`condition.totals.${measure}`), kind: 'integer', ...more })
    const featureFact = (one: Feature): Fact => ({ path: `features.${one.name}`, label: one.label ? localText(one.label, locale.value) : one.name, kind: one.kind, ...(one.name.includes('_minor') ? money : plain), ...(one.codes && { codes: one.codes }) })
    const groups: FactGroup[] = [
      { key: 'event', facts: [fact('order.spend_minor', 'integer', money), fact('order.line_count', 'integer'), fact('order.piece_count', 'integer'), fact('event.weekday', 'integer', named), fact('event.hour', 'integer')] },
      { key: 'member', facts: [{ path: 'tier.code', label: t('condition.facts.tier_code'), kind: 'text', codes: tiers() }, fact('member.tenure_days', 'integer'), fact('member.joined_on', 'date', { shown: (value) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? format.value.date(String(value)) : String(value)) })] },
      { key: 'features', facts: features.value.filter((one) => AT_THE_TILL.has(one.name)).map(featureFact) },
    ]
    const line: FactGroup = { key: 'line', facts: [fact('category_code', 'text'), fact('product_id', 'text'), fact('amount_minor', 'integer', money), fact('quantity', 'integer')] }
    return {
      facts: groups.filter((group) => group.facts.length > 0),
      lines: { facts: [line], totals: { amount_minor: total('amount_minor', money), quantity: total('quantity'), lines: total('lines') } },
    }
  })
}
