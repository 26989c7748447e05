// Node with nothing to do: what every other program is compared with.
export {};
