// The figures of models in words and digits. Not here: which figures there are (view.ts).
import { useI18n } from 'vue-i18n'

import { metricParts } from '@/features/models/view'
import { useFormat } from '@/lib/useFormat'

/** `nameOf` a metric in the language of the console, as it is written where there are no words for it; `told`, its value to three figures. */
export function useMetrics() {
  const { t, te } = useI18n()
  const format = useFormat()
  return {
    nameOf(name: string): string {
      const { key, first } = metricParts(name)
      return te(`models.metrics.${key}`) ? t(`models.metrics.${key}`, { first: first === null ? '' : format.value.number(first) }) : name
    },
    told: (value: number | null): string => (value === null ? '—' : format.value.measured(value)),
  }
}
