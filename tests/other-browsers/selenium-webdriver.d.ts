/** As much of Selenium, which brings no types, as is used here. */
declare module 'selenium-webdriver' {
  export class Builder {
    usingServer(url: string): this
    withCapabilities(capabilities: Readonly<Record<string, unknown>>): this
    build(): Promise<WebDriver>
  }
  export interface WebDriver {
    get(url: string): Promise<void>
    executeScript<T>(source: string): Promise<T>
    findElement(locator: Locator): Promise<WebElement>
    actions(): Actions
    takeScreenshot(): Promise<string>
    getWindowHandle(): Promise<string>
    switchTo(): { newWindow(kind: 'window'): Promise<void>; window(handle: string): Promise<void> }
    close(): Promise<void>
    quit(): Promise<void>
  }
  export interface WebElement {
    click(): Promise<void>
    sendKeys(...keys: string[]): Promise<void>
  }
  interface Actions {
    sendKeys(...keys: string[]): this
    perform(): Promise<void>
  }
  interface Locator {
    readonly using: string
  }
  export const By: { css(selector: string): Locator }
  export const Key: Readonly<Record<'TAB' | 'ENTER' | 'SPACE' | 'ESCAPE', string>>
}
