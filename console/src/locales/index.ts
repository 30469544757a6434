// Languages: which messages are loaded when, and how each language counts. Not here: the messages (en.json, ar.json).
import { createI18n } from 'vue-i18n'

import en from '@/locales/en.json'
import { initialLocale, keepLocale, type LocaleCode } from '@/lib/preferences'

export type Messages = typeof en

// Messages with a count are written in this order; a language leaves out the forms it does not have.
const ARABIC_FORMS: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other']
const arabicPlurals = new Intl.PluralRules('ar')

export const i18n = createI18n<[Messages], LocaleCode, false>({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en } as Record<LocaleCode, Messages>,
  pluralRules: {
    ar: (count, forms) => (forms === ARABIC_FORMS.length ? ARABIC_FORMS.indexOf(arabicPlurals.select(count)) : Math.min(count, forms - 1)),
  },
})

/** Speaks `locale` from now on and at the next visit; fetches its messages first. */
export async function speak(locale: LocaleCode): Promise<void> {
  if (!i18n.global.availableLocales.includes(locale)) {
    const messages = (await import('@/locales/ar.json')).default satisfies Messages
    i18n.global.setLocaleMessage(locale, messages)
  }
  i18n.global.locale.value = locale
  keepLocale(locale)
}

/** Speaks the language of the last visit. */
export function speakFirst(): Promise<void> {
  return speak(initialLocale())
}
