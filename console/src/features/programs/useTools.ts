// The tools that put programs into words: the locale's sentences, figures in the program's currency, and what conditions may ask. Not here: the words.
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'

import type { Tools } from '@/features/programs/words'
import { useFormat } from '@/lib/useFormat'
import { useOrderFacts } from '@/ui/condition/orderFacts'

/** The tools for a program in this currency; `tiers`: the codes that a condition on the tier may name. */
export function useTools(currencyCode: () => string, tiers: () => readonly string[]): ComputedRef<Tools> {
  const { t } = useI18n()
  const format = useFormat()
  const facts = useOrderFacts(tiers, currencyCode)
  return computed(() => ({
    say: (key, named = {}, count) => (count === undefined ? t(key, named) : t(key, named, count)),
    number: (value) => format.value.number(value),
    money: (minor) => format.value.money(minor, currencyCode()),
    date: (on) => format.value.date(on),
    instant: (at) => (Number.isNaN(Date.parse(at)) ? '…' : format.value.instant(at)),
    list: (items) => format.value.list(items),
    facts: facts.value.facts,
    lines: facts.value.lines,
  }))
}
