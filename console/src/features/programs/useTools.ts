// The tools that put programs into words: the locale's sentences, figures in the program's currency, and what conditions may ask. Not here: the words.
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'

import { useFeatureChoices } from '@/api/references'
import type { Tools } from '@/features/programs/words'
import { localText } from '@/lib/localText'
import { useFormat } from '@/lib/useFormat'
import type { FactGroup, FactKind } from '@/ui/condition/facts'

const ORDER: readonly [string, FactKind][] = [
  ['order.spend_minor', 'integer'],
  ['order.line_count', 'integer'],
  ['order.piece_count', 'integer'],
  ['event.weekday', 'integer'],
  ['event.hour', 'integer'],
]
const MEMBER: readonly [string, FactKind][] = [
  ['member.tenure_days', 'integer'],
  ['member.joined_on', 'date'],
]

// What the nightly publication brings to the till; other features are refused by the API in a program's conditions.
const AT_THE_TILL = new Set(['rfm_code', 'rfm_segment_code', 'recency_quintile', 'frequency_quintile', 'monetary_quintile', 'churn_probability', 'churn_band_code', 'last_purchase_on', 'recency_days', 'purchase_count_364d', 'spend_minor_364d', 'qualifying_minor'])

/** The tools for a program in this currency; `tiers`: the codes that a condition on the tier may name. */
export function useTools(currencyCode: () => string, tiers: () => readonly string[]): ComputedRef<Tools> {
  const { t, locale } = useI18n()
  const format = useFormat()
  const features = useFeatureChoices()
  const facts = computed<FactGroup[]>(() => {
    const plain = ([path, kind]: readonly [string, FactKind]) => ({ path, label: t(`programs.facts.${path.replace('.', '_')}`), kind })
    return [
      { key: 'event', facts: ORDER.map(plain) },
      { key: 'member', facts: [{ path: 'tier.code', label: t('programs.facts.tier_code'), kind: 'text', codes: tiers() }, ...MEMBER.map(plain)] },
      { key: 'features', facts: features.value.filter((one) => AT_THE_TILL.has(one.name)).map((one) => ({ path: `features.${one.name}`, label: one.label ? localText(one.label, locale.value) : one.name, kind: one.kind, ...(one.codes && { codes: one.codes }) })) },
    ]
  })
  return computed(() => ({
    say: (key, named = {}, count) => (count === undefined ? t(key, named) : t(key, named, count)),
    number: (value) => format.value.number(value),
    money: (minor) => format.value.money(minor, currencyCode()),
    date: (on) => format.value.date(on),
    list: (items) => format.value.list(items),
    facts: facts.value.filter((group) => group.facts.length > 0),
  }))
}
