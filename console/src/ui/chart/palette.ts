// The tokens as a canvas needs them: resolved colours, read again when the theme turns.
import { computed, type ComputedRef } from 'vue'

import { useTheme } from '@/lib/preferences'

export interface Palette {
  line: string
  lineSoft: string
  up: string
  down: string
  text: string
  grid: string
  surface: string
  font: string
}

/** The palette of the theme on screen. */
export function usePalette(): ComputedRef<Palette> {
  const { isDark } = useTheme()
  return computed(() => {
    void isDark.value
    const style = getComputedStyle(document.documentElement)
    const token = (name: string): string => style.getPropertyValue(name).trim()
    return {
      line: token('--chart-1'),
      lineSoft: token('--chart-1-soft'),
      up: token('--chart-2'),
      down: token('--chart-3'),
      text: token('--color-text-faint'),
      grid: token('--color-line'),
      surface: token('--color-surface'),
      font: token('--font-text'),
    }
  })
}
