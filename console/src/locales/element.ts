// Element Plus's own few words, in the language on screen.
import type { ConfigProviderProps } from 'element-plus'
import en from 'element-plus/es/locale/lang/en'
import { type Ref, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'

/** Element Plus's global settings; its Arabic messages are fetched when they are first needed. */
export function useElementConfig(): Ref<Partial<ConfigProviderProps>> {
  const { locale } = useI18n()
  const config = ref<Partial<ConfigProviderProps>>({})
  watch(
    locale,
    async (next) => {
      const words = next === 'ar' ? (await import('element-plus/es/locale/lang/ar')).default : en
      // Its declared type asks for the property's definition instead of its value (element-plus 2.14.8).
      config.value = { locale: words } as unknown as Partial<ConfigProviderProps>
    },
    { immediate: true },
  )
  return config
}
