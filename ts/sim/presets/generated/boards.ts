// Written by scripts/presets.ts from the device trees of Debian's Linux 7.2.13+deb14. Do not edit.
import type { Board } from '../board.js';

export const boards = {
  'bcm2711-rpi-4-b': {
    model: 'Raspberry Pi 4 Model B',
    chips: [
      {
        label: 'pinctrl-bcm2711',
        lines: 58,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD1,RXD1,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,RGMII_MDIO,RGMII_MDC,CTS0,RTS0,TXD0,RXD0,SD1_CLK,SD1_CMD,SD1_DATA0,SD1_DATA1,SD1_DATA2,SD1_DATA3,PWM0_MISO,PWM1_MOSI,STATUS_LED_G_CLK,SPIFLASH_CE_N,SDA0,SCL0,RGMII_RXCLK,RGMII_RXCTL,RGMII_RXD0,RGMII_RXD1,RGMII_RXD2,RGMII_RXD3,RGMII_TXCLK,RGMII_TXCTL,RGMII_TXD0,RGMII_TXD1,RGMII_TXD2,RGMII_TXD3',
        used: [[42, 'ACT', 'output-low']],
      },
      {
        label: 'raspberrypi-exp-gpio',
        lines: 8,
        names: 'BT_ON,WL_ON,PWR_LED_OFF,GLOBAL_RESET,VDD_SD_IO_SEL,CAM_GPIO,SD_PWR_ON',
        used: [[0, 'shutdown', 'output-low'], [1, 'reset', 'output-low', 'active-low'], [2, 'PWR', 'output-high', 'active-low'], [4, 'vdd-sd-io', 'output-low'], [5, 'regulator-cam1', 'output-low'], [6, 'regulator-sd-vcc', 'output-high']],
      },
    ],
  },
  'bcm2711-rpi-400': {
    model: 'Raspberry Pi 400',
    chips: [
      {
        label: 'pinctrl-bcm2711',
        lines: 58,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD1,RXD1,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,RGMII_MDIO,RGMII_MDC,CTS0,RTS0,TXD0,RXD0,SD1_CLK,SD1_CMD,SD1_DATA0,SD1_DATA1,SD1_DATA2,SD1_DATA3,PWM0_MISO,PWM1_MOSI,STATUS_LED_G_CLK,SPIFLASH_CE_N,SDA0,SCL0,RGMII_RXCLK,RGMII_RXCTL,RGMII_RXD0,RGMII_RXD1,RGMII_RXD2,RGMII_RXD3,RGMII_TXCLK,RGMII_TXCTL,RGMII_TXD0,RGMII_TXD1,RGMII_TXD2,RGMII_TXD3',
        used: [[42, 'PWR', 'output-high']],
      },
      {
        label: 'raspberrypi-exp-gpio',
        lines: 8,
        names: 'BT_ON,WL_ON,PWR_LED_OFF,GLOBAL_RESET,VDD_SD_IO_SEL,GLOBAL_SHUTDOWN,SD_PWR_ON,SHUTDOWN_REQUEST',
        used: [[0, 'shutdown', 'output-low'], [1, 'reset', 'output-low', 'active-low'], [4, 'vdd-sd-io', 'output-low'], [5, 'regulator-cam1', 'output-low'], [6, 'regulator-sd-vcc', 'output-high']],
      },
    ],
  },
  'bcm2711-rpi-cm4-io': {
    model: 'Raspberry Pi Compute Module 4 IO Board',
    chips: [
      {
        label: 'pinctrl-bcm2711',
        lines: 58,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD1,RXD1,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,RGMII_MDIO,RGMII_MDC,CTS0,RTS0,TXD0,RXD0,SD1_CLK,SD1_CMD,SD1_DATA0,SD1_DATA1,SD1_DATA2,SD1_DATA3,PWM0_MISO,PWM1_MOSI,STATUS_LED_G_CLK,SPIFLASH_CE_N,SDA0,SCL0,RGMII_RXCLK,RGMII_RXCTL,RGMII_RXD0,RGMII_RXD1,RGMII_RXD2,RGMII_RXD3,RGMII_TXCLK,RGMII_TXCTL,RGMII_TXD0,RGMII_TXD1,RGMII_TXD2,RGMII_TXD3',
        used: [[42, 'ACT', 'output-low']],
      },
      {
        label: 'raspberrypi-exp-gpio',
        lines: 8,
        names: 'BT_ON,WL_ON,PWR_LED_OFF,ANT1,VDD_SD_IO_SEL,CAM_GPIO,SD_PWR_ON,ANT2',
        used: [[0, 'shutdown', 'output-low'], [1, 'reset', 'output-low', 'active-low'], [2, 'PWR', 'output-high', 'active-low'], [3, 'ant1', 'output-high'], [4, 'vdd-sd-io', 'output-low'], [6, 'regulator-sd-vcc', 'output-high'], [7, 'ant2', 'output-low']],
      },
    ],
  },
  'bcm2712-d-rpi-5-b': {
    model: 'Raspberry Pi 5',
    chips: [
      {
        label: '/soc@107c000000/gpio@7d508500',
        lines: 32,
        names: '',
        used: [[20, 'pwr_button', 'input', 'active-low'], [28, 'wl-on-reg', 'output-low'], [29, 'shutdown', 'output-low']],
      },
      {
        label: '/soc@107c000000/gpio@7d508500',
        lines: 32,
        names: '',
        used: [],
      },
      {
        label: '/soc@107c000000/gpio@7d517c00',
        lines: 32,
        names: 'RP1_SDA,RP1_SCL,RP1_RUN,SD_IOVDD_SEL,SD_PWR_ON,SD_CDET_N,SD_FLG_N,,2712_WAKE,2712_STAT_LED,,,PMIC_INT,UART_TX_FS,UART_RX_FS',
        used: [[3, 'vdd-sd-io', 'output-low'], [4, 'sd-vcc-reg', 'output-high'], [5, 'cd', 'input', 'active-low']],
      },
      {
        label: '/soc@107c000000/gpio@7d517c00',
        lines: 32,
        names: 'HDMI0_SCL,HDMI0_SDA,HDMI1_SCL,HDMI1_SDA,PMIC_SCL,PMIC_SDA',
        used: [],
      },
      {
        label: 'pinctrl-rp1',
        lines: 54,
        names: '',
        used: [[32, 'reset', 'output-low', 'active-low']],
      },
    ],
  },
  'bcm2712-rpi-5-b': {
    model: 'Raspberry Pi 5',
    chips: [
      {
        label: '/soc@107c000000/gpio@7d508500',
        lines: 32,
        names: '',
        used: [[20, 'pwr_button', 'input', 'active-low'], [28, 'wl-on-reg', 'output-low'], [29, 'shutdown', 'output-low']],
      },
      {
        label: '/soc@107c000000/gpio@7d508500',
        lines: 32,
        names: '',
        used: [],
      },
      {
        label: '/soc@107c000000/gpio@7d517c00',
        lines: 32,
        names: '',
        used: [[3, 'vdd-sd-io', 'output-low'], [4, 'sd-vcc-reg', 'output-high'], [5, 'cd', 'input', 'active-low']],
      },
      {
        label: '/soc@107c000000/gpio@7d517c00',
        lines: 32,
        names: '',
        used: [],
      },
      {
        label: 'pinctrl-rp1',
        lines: 54,
        names: '',
        used: [[32, 'reset', 'output-low', 'active-low']],
      },
    ],
  },
  'bcm2835-rpi-a': {
    model: 'Raspberry Pi Model A',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'SDA0,SCL0,SDA1,SCL1,GPIO_GCLK,CAM_GPIO1,LAN_RUN,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,,,TXD0,RXD0,STATUS_LED_N,GPIO17,GPIO18,,,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,,CAM_GPIO0,CONFIG0,CONFIG1,CONFIG2,CONFIG3,,,,,,,,,PWM0_OUT,,,,,PWM1_OUT,HDMI_HPD_P,SD_CARD_DET,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[16, 'ACT', 'output-low', 'active-low'], [46, 'hpd', 'input']],
      },
    ],
  },
  'bcm2835-rpi-a-plus': {
    model: 'Raspberry Pi Model A+',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD0,RXD0,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,SDA0,SCL0,,,CAM_GPIO1,,,PWR_LOW_N,,,USB_LIMIT,,PWM0_OUT,CAM_GPIO0,,,,PWM1_OUT,HDMI_HPD_N,STATUS_LED,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[35, 'PWR', 'output-high'], [46, 'hpd', 'input', 'active-low'], [47, 'ACT', 'output-low']],
      },
    ],
  },
  'bcm2835-rpi-b': {
    model: 'Raspberry Pi Model B',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'SDA0,SCL0,SDA1,SCL1,GPIO_GCLK,CAM_GPIO1,LAN_RUN,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,,,TXD0,RXD0,STATUS_LED_N,GPIO17,GPIO18,,,CAM_GPIO0,GPIO22,GPIO23,GPIO24,GPIO25,,GPIO27,GPIO28,GPIO29,GPIO30,GPIO31,,,,,,,,,PWM0_OUT,,,,,PWM1_OUT,HDMI_HPD_P,SD_CARD_DET,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[16, 'ACT', 'output-low', 'active-low'], [46, 'hpd', 'input']],
      },
    ],
  },
  'bcm2835-rpi-b-plus': {
    model: 'Raspberry Pi Model B+',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD0,RXD0,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,SDA0,SCL0,,LAN_RUN,CAM_GPIO1,,,PWR_LOW_N,,,USB_LIMIT,,PWM0_OUT,CAM_GPIO0,,,ETH_CLK,PWM1_OUT,HDMI_HPD_N,STATUS_LED,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[35, 'PWR', 'output-high'], [46, 'hpd', 'input', 'active-low'], [47, 'ACT', 'output-low']],
      },
    ],
  },
  'bcm2835-rpi-b-rev2': {
    model: 'Raspberry Pi Model B rev2',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'SDA0,SCL0,SDA1,SCL1,GPIO_GCLK,CAM_CLK,LAN_RUN,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,,,TXD0,RXD0,STATUS_LED_N,GPIO17,GPIO18,,,CAM_GPIO,GPIO22,GPIO23,GPIO24,GPIO25,,GPIO27,GPIO28,GPIO29,GPIO30,GPIO31,,,,,,,,,PWM0_OUT,,,,,PWM1_OUT,HDMI_HPD_P,SD_CARD_DET,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[16, 'ACT', 'output-low', 'active-low'], [46, 'hpd', 'input']],
      },
    ],
  },
  'bcm2835-rpi-cm1-io1': {
    model: 'Raspberry Pi Compute Module IO board rev1',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'GPIO0,GPIO1,GPIO2,GPIO3,GPIO4,GPIO5,GPIO6,GPIO7,GPIO8,GPIO9,GPIO10,GPIO11,GPIO12,GPIO13,GPIO14,GPIO15,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,GPIO28,GPIO29,GPIO30,GPIO31,GPIO32,GPIO33,GPIO34,GPIO35,GPIO36,GPIO37,GPIO38,GPIO39,GPIO40,GPIO41,GPIO42,GPIO43,GPIO44,GPIO45,HDMI_HPD_N,EMMC_EN_N,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[46, 'hpd', 'input', 'active-low'], [47, 'ACT', 'output-low', 'active-low']],
      },
    ],
  },
  'bcm2835-rpi-zero': {
    model: 'Raspberry Pi Zero',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD0,RXD0,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,SDA0,SCL0,,,CAM_GPIO1,,,,,,,,,CAM_GPIO0,,,,,HDMI_HPD_N,STATUS_LED_N,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[46, 'hpd', 'input', 'active-low'], [47, 'ACT', 'output-low']],
      },
    ],
  },
  'bcm2835-rpi-zero-w': {
    model: 'Raspberry Pi Zero W',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD0,RXD0,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,SDA0,SCL0,CTS0,RTS0,TXD0,RXD0,SD1_CLK,SD1_CMD,SD1_DATA0,SD1_DATA1,SD1_DATA2,SD1_DATA3,CAM_GPIO1,WL_ON,,WIFI_CLK,CAM_GPIO0,BT_ON,HDMI_HPD_N,STATUS_LED_N,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[41, 'reset', 'output-low', 'active-low'], [45, 'shutdown', 'output-low'], [46, 'hpd', 'input', 'active-low'], [47, 'ACT', 'output-low', 'active-low']],
      },
    ],
  },
  'bcm2836-rpi-2-b': {
    model: 'Raspberry Pi 2 Model B',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD0,RXD0,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,SDA0,SCL0,,LAN_RUN,CAM_GPIO1,,,PWR_LOW_N,,,USB_LIMIT,,PWM0_OUT,CAM_GPIO0,SMPS_SCL,SMPS_SDA,ETH_CLK,PWM1_OUT,HDMI_HPD_N,STATUS_LED,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[35, 'PWR', 'output-high'], [46, 'hpd', 'input', 'active-low'], [47, 'ACT', 'output-low']],
      },
    ],
  },
  'bcm2837-rpi-2-b': {
    model: 'Raspberry Pi 2 Model B rev 1.2',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,GPIO2,GPIO3,GPIO4,GPIO5,GPIO6,GPIO7,GPIO8,GPIO9,GPIO10,GPIO11,GPIO12,GPIO13,GPIO14,GPIO15,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,SDA0,SCL0,,LAN_RUN,CAM_GPIO1,,,PWR_LOW_N,,,USB_LIMIT,,PWM0_OUT,CAM_GPIO0,SMPS_SCL,SMPS_SDA,ETH_CLK,PWM1_OUT,HDMI_HPD_N,STATUS_LED,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[35, 'PWR', 'output-high'], [46, 'hpd', 'input', 'active-low'], [47, 'ACT', 'output-low']],
      },
    ],
  },
  'bcm2837-rpi-3-a-plus': {
    model: 'Raspberry Pi 3 Model A+',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD1,RXD1,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,HDMI_HPD_N,STATUS_LED_G,CTS0,RTS0,TXD0,RXD0,SD1_CLK,SD1_CMD,SD1_DATA0,SD1_DATA1,SD1_DATA2,SD1_DATA3,PWM0_OUT,PWM1_OUT,,WIFI_CLK,SDA0,SCL0,SMPS_SCL,SMPS_SDA,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[28, 'hpd', 'input', 'active-low'], [29, 'ACT', 'output-low']],
      },
      {
        label: 'raspberrypi-exp-gpio',
        lines: 8,
        names: ',BT_WL_ON,STATUS_LED_R,,,CAM_GPIO0,CAM_GPIO1',
        used: [[2, 'PWR', 'output-high', 'active-low']],
      },
    ],
  },
  'bcm2837-rpi-3-b': {
    model: 'Raspberry Pi 3 Model B',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD1,RXD1,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,,LAN_RUN_BOOT,CTS0,RTS0,TXD0,RXD0,SD1_CLK,SD1_CMD,SD1_DATA0,SD1_DATA1,SD1_DATA2,SD1_DATA3,PWM0_OUT,PWM1_OUT,ETH_CLK,WIFI_CLK,SDA0,SCL0,SMPS_SCL,SMPS_SDA,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [],
      },
      {
        label: 'raspberrypi-exp-gpio',
        lines: 8,
        names: 'BT_ON,WL_ON,STATUS_LED,LAN_RUN,HDMI_HPD_N,CAM_GPIO0,CAM_GPIO1,PWR_LOW_N',
        used: [[0, 'shutdown', 'output-low'], [1, 'reset', 'output-low', 'active-low'], [2, 'ACT', 'output-low'], [4, 'hpd', 'input', 'active-low']],
      },
    ],
  },
  'bcm2837-rpi-3-b-plus': {
    model: 'Raspberry Pi 3 Model B+',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD1,RXD1,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,HDMI_HPD_N,STATUS_LED_G,CTS0,RTS0,TXD0,RXD0,SD1_CLK,SD1_CMD,SD1_DATA0,SD1_DATA1,SD1_DATA2,SD1_DATA3,PWM0_OUT,PWM1_OUT,ETH_CLK,WIFI_CLK,SDA0,SCL0,SMPS_SCL,SMPS_SDA,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[28, 'hpd', 'input', 'active-low'], [29, 'ACT', 'output-low']],
      },
      {
        label: 'raspberrypi-exp-gpio',
        lines: 8,
        names: 'BT_ON,WL_ON,PWR_LED_R,LAN_RUN,,CAM_GPIO0,CAM_GPIO1',
        used: [[0, 'shutdown', 'output-low'], [1, 'reset', 'output-low', 'active-low'], [2, 'PWR', 'output-high', 'active-low']],
      },
    ],
  },
  'bcm2837-rpi-cm3-io3': {
    model: 'Raspberry Pi Compute Module 3 IO board V3.0',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'GPIO0,GPIO1,GPIO2,GPIO3,GPIO4,GPIO5,GPIO6,GPIO7,GPIO8,GPIO9,GPIO10,GPIO11,GPIO12,GPIO13,GPIO14,GPIO15,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,GPIO28,GPIO29,GPIO30,GPIO31,GPIO32,GPIO33,GPIO34,GPIO35,GPIO36,GPIO37,GPIO38,GPIO39,GPIO40,GPIO41,GPIO42,GPIO43,GPIO44,GPIO45,SMPS_SCL,SMPS_SDA,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [],
      },
      {
        label: 'raspberrypi-exp-gpio',
        lines: 8,
        names: 'HDMI_HPD_N,EMMC_EN_N',
        used: [[0, 'hpd', 'input', 'active-low']],
      },
    ],
  },
  'bcm2837-rpi-zero-2-w': {
    model: 'Raspberry Pi Zero 2 W',
    chips: [
      {
        label: 'pinctrl-bcm2835',
        lines: 54,
        names: 'ID_SDA,ID_SCL,SDA1,SCL1,GPIO_GCLK,GPIO5,GPIO6,SPI_CE1_N,SPI_CE0_N,SPI_MISO,SPI_MOSI,SPI_SCLK,GPIO12,GPIO13,TXD0,RXD0,GPIO16,GPIO17,GPIO18,GPIO19,GPIO20,GPIO21,GPIO22,GPIO23,GPIO24,GPIO25,GPIO26,GPIO27,HDMI_HPD_N,STATUS_LED_N,NC,NC,NC,NC,NC,NC,NC,NC,NC,NC,CAM_GPIO0,WL_ON,BT_ON,WIFI_CLK,SDA0,SCL0,SMPS_SCL,SMPS_SDA,SD_CLK_R,SD_CMD_R,SD_DATA0_R,SD_DATA1_R,SD_DATA2_R,SD_DATA3_R',
        used: [[28, 'hpd', 'input', 'active-low'], [29, 'ACT', 'output-low', 'active-low'], [41, 'reset', 'output-low', 'active-low'], [42, 'shutdown', 'output-low']],
      },
    ],
  },
} satisfies Readonly<Record<string, Board>>;
