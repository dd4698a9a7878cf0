import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useHeightVariable } from "./height_variable.ts";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Measured() {
  return <div ref={useHeightVariable("--part-height")} />;
}

it("an element's height is a variable of the page for as long as the element is there", () => {
  const root = document.documentElement.style;
  const observed = vi.fn();
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(private readonly changed: () => void) {}
      observe = (element: Element) => {
        observed(element.tagName);
        this.changed();
      };
      disconnect = () => {};
    },
  );
  const { unmount } = render(<Measured />);
  expect(observed).toHaveBeenCalledWith("DIV");
  expect(root.getPropertyValue("--part-height")).toBe("0px");
  unmount();
  expect(root.getPropertyValue("--part-height")).toBe("");
});
