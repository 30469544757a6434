// What every route says about itself, and what a feature offers to the navigation. Not here: the routes (features) and the guard (app/router.ts).
import 'vue-router'

import type { Component } from 'vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page's name in locales, for the window title. */
    titleKey: string
    /** The permission without which the page is not shown; the API refuses it anyway. */
    permission?: string
    /** Shown without a session. */
    isPublic?: boolean
  }
}

export interface NavigationItem {
  routeName: string
  labelKey: string
  icon: Component
  permission: string
  /** Under which heading it stands. */
  groupKey: string
}
