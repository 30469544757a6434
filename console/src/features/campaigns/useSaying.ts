// How the facts of a campaign are said in the language on screen. Not here: which facts there are (difference.ts).
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import { useBusiness } from '@/api/business'
import { useFeatureChoices, useSegmentChoices } from '@/api/references'
import type { Definition } from '@/features/campaigns/definition'
import type { Saying } from '@/features/campaigns/difference'
import { localText } from '@/lib/localText'
import { useFormat } from '@/lib/useFormat'
import { factGroups } from '@/ui/condition/facts'
import { conditionWords } from '@/ui/condition/words'

/** The words for `factsOf` and `changesOf`; they follow the language, and the names of segments and features as these are read. */
export function useSaying() {
  const { t, locale } = useI18n()
  const format = useFormat()
  const { program } = useBusiness()
  const segments = useSegmentChoices()
  const features = useFeatureChoices()

  function inWords({ trigger }: Definition): string {
    const facts = factGroups(features.value, locale.value, trigger.event_type ?? null, (path) => t(`condition.facts.${path.replace('.', '_')}`))
    return conditionWords(trigger.condition, facts, (key, named) => t(key, named ?? {}))
  }

  return computed<Saying>(() => ({
    t: (key) => t(key),
    number: format.value.number,
    share: (value) => format.value.share(value, value * 100 === Math.round(value * 100) ? 0 : 1),
    days: format.value.days,
    money: (minor) => (program.value ? format.value.money(minor, program.value.currency_code) : format.value.number(minor)),
    instant: format.value.instant,
    list: (items) => format.value.list(items),
    segment: (code) => {
      const known = segments.value.find((one) => one.code === code)
      return known ? localText(known.name, locale.value) : code
    },
    condition: inWords,
  }))
}
