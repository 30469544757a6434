// What conditions of programs and promotions may ask at the till: the order, the member, and what is published of them. Not here: journeys' facts (facts.ts).
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'

import { useFeatureChoices } from '@/api/references'
import { localText } from '@/lib/localText'
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
// What the nightly publication brings to the till; the API refuses other features in such a condition.
const AT_THE_TILL = new Set(['rfm_code', 'rfm_segment_code', 'recency_quintile', 'frequency_quintile', 'monetary_quintile', 'churn_probability', 'churn_band_code', 'last_purchase_on', 'recency_days', 'purchase_count_364d', 'spend_minor_364d', 'qualifying_minor'])

/** The facts by group; `tiers`: the codes that a condition on the tier may name. */
export function useOrderFacts(tiers: () => readonly string[]): ComputedRef<FactGroup[]> {
  const { t, locale } = useI18n()
  const features = useFeatureChoices()
  const plain = ([path, kind]: readonly [string, FactKind]) => ({ path, label: t(`condition.facts.${path.replace('.', '_')}`), kind })
  return computed(() => {
    const groups: FactGroup[] = [
      { key: 'event', facts: ORDER.map(plain) },
      { key: 'member', facts: [{ path: 'tier.code', label: t('condition.facts.tier_code'), kind: 'text', codes: tiers() }, ...MEMBER.map(plain)] },
      {
        key: 'features',
        facts: features.value.filter((one) => AT_THE_TILL.has(one.name)).map((one) => ({ path: `features.${one.name}`, label: one.label ? localText(one.label, locale.value) : one.name, kind: one.kind, ...(one.codes && { codes: one.codes }) })),
      },
    ]
    return groups.filter((group) => group.facts.length > 0)
  })
}
