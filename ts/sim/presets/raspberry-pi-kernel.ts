import type { Board, BoardChip, UsedLine } from './board.js';

/*
 * Machines whose lines only Raspberry Pi's own kernel names (rpi-6.12.y): Linux's tree has no names for
 * the header of a Pi 5, and none at all for Compute Modules 4S and 5 and the Pi 500. The labels are
 * those that this kernel's drivers give, the numbers of lines those of its trees.
 *
 * The kernel numbers the chips of a Pi 5 as gpiochip0 and 10 to 13, and has done so differently before;
 * here they are 0 to 4 in the same order.
 */

const header =
  'ID_SDA,ID_SCL,GPIO2,GPIO3,GPIO4,GPIO5,GPIO6,GPIO7,GPIO8,GPIO9,GPIO10,GPIO11,GPIO12,GPIO13,GPIO14,' +
  'GPIO15,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27';

/** Lines 32 to 35 of a BCM2712: the wireless chip's data lines, in a bank of their own. */
const wifiData: BoardChip = {
  label: 'gpio-brcmstb@107d508520',
  lines: 4,
  names: 'WIFI_SDIO_D0,WIFI_SDIO_D1,WIFI_SDIO_D2,WIFI_SDIO_D3',
  used: [],
};

/** The second bank of the always-on controller. */
const alwaysOnSerial: BoardChip = {
  label: 'gpio-brcmstb@107d517c20',
  lines: 6,
  names: 'HDMI0_SCL,HDMI0_SDA,HDMI1_SCL,HDMI1_SDA,PMIC_SCL,PMIC_SDA',
  used: [],
};

function rp1(names: string, used: readonly UsedLine[]): BoardChip {
  return { label: 'pinctrl-rp1', lines: 54, names: `${header},${names}`, used };
}

function soc(names: string): BoardChip {
  return {
    label: 'gpio-brcmstb@107d508500',
    lines: 32,
    names,
    used: [
      [1, 'spi10 CS0', 'output-low', 'active-low'],
      [20, 'pwr_button', 'input', 'active-low'],
      [28, 'wl-on-reg', 'output-high'],
      [29, 'shutdown', 'output-low'],
    ],
  };
}

function alwaysOn(lines: number, names: string, used: readonly UsedLine[]): BoardChip {
  return { label: 'gpio-brcmstb@107d517c00', lines, names, used };
}

const wireless = 'BT_RTS,BT_CTS,BT_TXD,BT_RXD,WL_ON,BT_ON,WIFI_SDIO_CLK,WIFI_SDIO_CMD';

const ethernetReset: UsedLine = [32, 'phy-reset', 'output-low', 'active-low'];
const powerLed: UsedLine = [44, 'PWR', 'output-low', 'active-low'];
const camera0: UsedLine = [34, 'cam0_reg', 'output-low'];
const camera1: UsedLine = [46, 'cam1_reg', 'output-low'];

const run: UsedLine = [2, 'RP1 RUN pin', 'output-high'];
const sdVoltage: UsedLine = [3, 'vdd-sd-io', 'output-low'];
const sdPower: UsedLine = [4, 'sd-vcc-reg', 'output-high'];
const sdCard: UsedLine = [5, 'cd', 'input', 'active-low'];
const activityLed: UsedLine = [9, 'ACT', 'output-low', 'active-low'];
const sdSlot: readonly UsedLine[] = [run, sdVoltage, sdPower, sdCard, activityLed];

const pi5Rp1 = rp1(
  'PCIE_RP1_WAKE,FAN_TACH,HOST_SDA,HOST_SCL,ETH_RST_N,-,CD0_IO0_MICCLK,CD0_IO0_MICDAT0,' +
    'RP1_PCIE_CLKREQ_N,-,CD0_SDA,CD0_SCL,CD1_SDA,CD1_SCL,USB_VBUS_EN,USB_OC_N,RP1_STAT_LED,FAN_PWM,' +
    'CD1_IO0_MICCLK,2712_WAKE,CD1_IO1_MICDAT1,EN_MAX_USB_CUR,-,-,-,-',
  [ethernetReset, camera0, powerLed, camera1],
);

const pi5Soc = soc(
  '-,2712_BOOT_CS_N,2712_BOOT_MISO,2712_BOOT_MOSI,2712_BOOT_SCLK,-,-,-,-,-,-,-,-,-,PCIE_SDA,PCIE_SCL,' +
    `-,-,-,-,PWR_GPIO,2712_G21_FS,-,-,${wireless}`,
);

const sdNames = 'RP1_SDA,RP1_SCL,RP1_RUN,SD_IOVDD_SEL,SD_PWR_ON,SD_CDET_N,SD_FLG_N';

/** The boards by the names of their trees. */
export const raspberryPiKernelBoards = {
  'bcm2712-rpi-5-b': {
    model: 'Raspberry Pi 5',
    chips: [
      pi5Rp1,
      pi5Soc,
      alwaysOn(
        17,
        `${sdNames},-,2712_WAKE,2712_STAT_LED,-,-,PMIC_INT,UART_TX_FS,UART_RX_FS,-,-`,
        sdSlot,
      ),
      alwaysOnSerial,
      wifiData,
    ],
  },
  // Boards with stepping D0 of the BCM2712 (revision 1.1): it has two always-on lines less.
  'bcm2712d0-rpi-5-b': {
    model: 'Raspberry Pi 5',
    chips: [
      pi5Rp1,
      pi5Soc,
      alwaysOn(
        15,
        `${sdNames},-,2712_WAKE,2712_STAT_LED,-,-,PMIC_INT,UART_TX_FS,UART_RX_FS`,
        sdSlot,
      ),
      alwaysOnSerial,
      wifiData,
    ],
  },
  'bcm2712-rpi-500': {
    model: 'Raspberry Pi 500',
    chips: [
      rp1(
        'PCIE_RP1_WAKE,-,HOST_SDA,HOST_SCL,ETH_RST_N,PCIE_DET_WAKE,-,-,RP1_PCIE_CLKREQ_N,-,-,-,CD1_SDA,' +
          'CD1_SCL,USB_VBUS_EN,USB_OC_N,RP1_STAT_LED,-,-,HOST_WAKE,-,EN_MAX_USB_CUR,-,-,-,-',
        [ethernetReset, camera0, powerLed, camera1],
      ),
      soc(
        ',2712_BOOT_CS_N,2712_BOOT_MISO,2712_BOOT_MOSI,2712_BOOT_SCLK,,,,,,-,-,-,-,M2_DET_WAKE,M2_PWR_EN,' +
          `,,KEYB_BOOTSEL,-,PWR_GPIO,KEYB_RUN,-,USER_LED,${wireless}`,
      ),
      alwaysOn(15, `${sdNames},,2712_WAKE,2712_STAT_LED,,,PMIC_INT,UART_TX_FS,UART_RX_FS`, sdSlot),
      alwaysOnSerial,
      wifiData,
    ],
  },
  'bcm2712-rpi-cm5': {
    model: 'Raspberry Pi Compute Module 5',
    chips: [
      rp1(
        'PCIE_PWR_EN,FAN_TACH,HOST_SDA,HOST_SCL,ETH_RST_N,PCIE_DET_WAKE,CD0_IO0_MICCLK,CD0_IO0_MICDAT0,' +
          'RP1_PCIE_CLKREQ_N,ETH_IRQ_N,SDA0,SCL0,-,-,USB_VBUS_EN,-,RP1_STAT_LED,FAN_PWM,-,2712_WAKE,-,-,' +
          '-,-,-,-',
        [
          ethernetReset,
          camera0,
          powerLed,
          [46, 'micclk1_hog', 'output-high'],
          [48, 'micdat1_hog', 'output-high'],
        ],
      ),
      soc(
        '-,2712_BOOT_CS_N,2712_BOOT_MISO,2712_BOOT_MOSI,2712_BOOT_SCLK,-,-,-,-,-,-,-,-,-,-,-,-,-,-,-,' +
          `PWR_GPIO,2712_G21_FS,-,-,${wireless}`,
      ),
      alwaysOn(
        17,
        'RP1_SDA,RP1_SCL,RP1_RUN,SD_IOVDD_SEL,SD_PWR_ON,ANT1,ANT2,-,2712_WAKE,2712_STAT_LED,-,-,PMIC_INT,' +
          'UART_TX_FS,UART_RX_FS,-,-',
        [run, sdPower, [5, 'ant1', 'output-high'], [6, 'ant2', 'output-low'], activityLed],
      ),
      alwaysOnSerial,
      wifiData,
    ],
  },
  'bcm2711-rpi-cm4s': {
    model: 'Raspberry Pi Compute Module 4S',
    chips: [
      {
        label: 'pinctrl-bcm2711',
        lines: 58,
        names:
          `${header},GPIO28,GPIO29,GPIO30,GPIO31,GPIO32,GPIO33,GPIO34,GPIO35,GPIO36,GPIO37,GPIO38,GPIO39,` +
          'PWM0_MISO,PWM1_MOSI,GPIO42,GPIO43,GPIO44,GPIO45',
        used: [],
      },
      // The lines that the firmware offers: the activity LED is one of them.
      { label: 'brcmvirt-gpio', lines: 2, names: '', used: [[0, 'ACT', 'output-low']] },
      { label: 'raspberrypi-exp-gpio', lines: 8, names: '', used: [] },
    ],
  },
} satisfies Readonly<Record<string, Board>>;
