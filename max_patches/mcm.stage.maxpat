{
 "patcher": {
  "fileversion": 1,
  "appversion": {
   "major": 8,
   "minor": 5,
   "revision": 5,
   "architecture": "x64",
   "modernui": 1
  },
  "classnamespace": "box",
  "rect": [
   60.0,
   90.0,
   1030,
   230
  ],
  "openinpresentation": 1,
  "default_fontsize": 12.0,
  "default_fontface": 0,
  "default_fontname": "Arial",
  "gridsize": [
   15.0,
   15.0
  ],
  "boxes": [
   {
    "box": {
     "id": "obj-1",
     "maxclass": "newobj",
     "numinlets": 9,
     "numoutlets": 9,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1900.0,
      60.0,
      400.0,
      22.0
     ],
     "text": "mcm.bridge 7000 7001"
    }
   },
   {
    "box": {
     "id": "obj-2",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1900.0,
      20.0,
      35.8,
      22.0
     ],
     "text": "t l"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-3",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      138.0,
      150.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      10.0,
      2.0,
      150.0,
      15.0
     ],
     "text": "Prompts",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Words for slot 1. Return sends them.",
     "fontsize": 9.5,
     "id": "obj-4",
     "keymode": 1,
     "lines": 1,
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      216.0,
      160.0,
      17.0
     ],
     "presentation": 1,
     "presentation_rect": [
      10.0,
      19.0,
      160.0,
      17.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "Prompt 1",
       "parameter_shortname": "Prompt 1",
       "parameter_info": "Words for slot 1. Return sends them.",
       "parameter_invisible": 1,
       "parameter_initial": [
        ""
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 3
      }
     },
     "text": "",
     "varname": "Prompt 1"
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      180.0,
      190.0,
      82.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      260.0,
      190.0,
      82.0,
      22.0
     ],
     "text": "route bang"
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      350.0,
      190.0,
      68.8,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      216.0,
      187.6,
      22.0
     ],
     "text": "prepend /mcm/prompt/1/text"
    }
   },
   {
    "box": {
     "annotation": "Share of this prompt in the mix.",
     "fontsize": 9.5,
     "id": "obj-9",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      294.0,
      38.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      174.0,
      19.0,
      38.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Weight 1",
       "parameter_info": "Share of this prompt in the mix.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Weight 1",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "W1",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Weight 1"
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      294.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/1/weight"
    }
   },
   {
    "box": {
     "annotation": "Give slot 1 all the weight.",
     "fontsize": 9.5,
     "id": "obj-11",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      372.0,
      20.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      19.0,
      20.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Only 1",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Give slot 1 all the weight.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Only 1",
       "parameter_mmax": 1.0,
       "parameter_shortname": "1",
       "parameter_type": 2
      }
     },
     "text": "1",
     "texton": "1",
     "varname": "Only 1"
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      372.0,
      148.0,
      22.0
     ],
     "text": "/mcm/prompt/select 1"
    }
   },
   {
    "box": {
     "annotation": "Words for slot 2. Return sends them.",
     "fontsize": 9.5,
     "id": "obj-13",
     "keymode": 1,
     "lines": 1,
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      450.0,
      160.0,
      17.0
     ],
     "presentation": 1,
     "presentation_rect": [
      10.0,
      38.0,
      160.0,
      17.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "Prompt 2",
       "parameter_shortname": "Prompt 2",
       "parameter_info": "Words for slot 2. Return sends them.",
       "parameter_invisible": 1,
       "parameter_initial": [
        ""
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 3
      }
     },
     "text": "",
     "varname": "Prompt 2"
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      180.0,
      424.0,
      82.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      260.0,
      424.0,
      82.0,
      22.0
     ],
     "text": "route bang"
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      350.0,
      424.0,
      68.8,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      450.0,
      187.6,
      22.0
     ],
     "text": "prepend /mcm/prompt/2/text"
    }
   },
   {
    "box": {
     "annotation": "Share of this prompt in the mix.",
     "fontsize": 9.5,
     "id": "obj-18",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      528.0,
      38.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      174.0,
      38.0,
      38.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Weight 2",
       "parameter_info": "Share of this prompt in the mix.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Weight 2",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "W2",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Weight 2"
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      528.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/2/weight"
    }
   },
   {
    "box": {
     "annotation": "Give slot 2 all the weight.",
     "fontsize": 9.5,
     "id": "obj-20",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      606.0,
      20.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      38.0,
      20.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Only 2",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Give slot 2 all the weight.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Only 2",
       "parameter_mmax": 1.0,
       "parameter_shortname": "2",
       "parameter_type": 2
      }
     },
     "text": "2",
     "texton": "2",
     "varname": "Only 2"
    }
   },
   {
    "box": {
     "id": "obj-21",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      606.0,
      148.0,
      22.0
     ],
     "text": "/mcm/prompt/select 2"
    }
   },
   {
    "box": {
     "annotation": "Words for slot 3. Return sends them.",
     "fontsize": 9.5,
     "id": "obj-22",
     "keymode": 1,
     "lines": 1,
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      684.0,
      160.0,
      17.0
     ],
     "presentation": 1,
     "presentation_rect": [
      10.0,
      57.0,
      160.0,
      17.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "Prompt 3",
       "parameter_shortname": "Prompt 3",
       "parameter_info": "Words for slot 3. Return sends them.",
       "parameter_invisible": 1,
       "parameter_initial": [
        ""
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 3
      }
     },
     "text": "",
     "varname": "Prompt 3"
    }
   },
   {
    "box": {
     "id": "obj-23",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      180.0,
      658.0,
      82.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      260.0,
      658.0,
      82.0,
      22.0
     ],
     "text": "route bang"
    }
   },
   {
    "box": {
     "id": "obj-25",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      350.0,
      658.0,
      68.8,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      684.0,
      187.6,
      22.0
     ],
     "text": "prepend /mcm/prompt/3/text"
    }
   },
   {
    "box": {
     "annotation": "Share of this prompt in the mix.",
     "fontsize": 9.5,
     "id": "obj-27",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      762.0,
      38.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      174.0,
      57.0,
      38.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Weight 3",
       "parameter_info": "Share of this prompt in the mix.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Weight 3",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "W3",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Weight 3"
    }
   },
   {
    "box": {
     "id": "obj-28",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      762.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/3/weight"
    }
   },
   {
    "box": {
     "annotation": "Give slot 3 all the weight.",
     "fontsize": 9.5,
     "id": "obj-29",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      840.0,
      20.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      57.0,
      20.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Only 3",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Give slot 3 all the weight.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Only 3",
       "parameter_mmax": 1.0,
       "parameter_shortname": "3",
       "parameter_type": 2
      }
     },
     "text": "3",
     "texton": "3",
     "varname": "Only 3"
    }
   },
   {
    "box": {
     "id": "obj-30",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      840.0,
      148.0,
      22.0
     ],
     "text": "/mcm/prompt/select 3"
    }
   },
   {
    "box": {
     "annotation": "Words for slot 4. Return sends them.",
     "fontsize": 9.5,
     "id": "obj-31",
     "keymode": 1,
     "lines": 1,
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      918.0,
      160.0,
      17.0
     ],
     "presentation": 1,
     "presentation_rect": [
      10.0,
      76.0,
      160.0,
      17.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "Prompt 4",
       "parameter_shortname": "Prompt 4",
       "parameter_info": "Words for slot 4. Return sends them.",
       "parameter_invisible": 1,
       "parameter_initial": [
        ""
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 3
      }
     },
     "text": "",
     "varname": "Prompt 4"
    }
   },
   {
    "box": {
     "id": "obj-32",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      180.0,
      892.0,
      82.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-33",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      260.0,
      892.0,
      82.0,
      22.0
     ],
     "text": "route bang"
    }
   },
   {
    "box": {
     "id": "obj-34",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      350.0,
      892.0,
      68.8,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-35",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      918.0,
      187.6,
      22.0
     ],
     "text": "prepend /mcm/prompt/4/text"
    }
   },
   {
    "box": {
     "annotation": "Share of this prompt in the mix.",
     "fontsize": 9.5,
     "id": "obj-36",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      996.0,
      38.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      174.0,
      76.0,
      38.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Weight 4",
       "parameter_info": "Share of this prompt in the mix.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Weight 4",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "W4",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Weight 4"
    }
   },
   {
    "box": {
     "id": "obj-37",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      996.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/4/weight"
    }
   },
   {
    "box": {
     "annotation": "Give slot 4 all the weight.",
     "fontsize": 9.5,
     "id": "obj-38",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      1074.0,
      20.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      76.0,
      20.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Only 4",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Give slot 4 all the weight.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Only 4",
       "parameter_mmax": 1.0,
       "parameter_shortname": "4",
       "parameter_type": 2
      }
     },
     "text": "4",
     "texton": "4",
     "varname": "Only 4"
    }
   },
   {
    "box": {
     "id": "obj-39",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      1074.0,
      148.0,
      22.0
     ],
     "text": "/mcm/prompt/select 4"
    }
   },
   {
    "box": {
     "annotation": "Words for slot 5. Return sends them.",
     "fontsize": 9.5,
     "id": "obj-40",
     "keymode": 1,
     "lines": 1,
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      20.0,
      1152.0,
      160.0,
      17.0
     ],
     "presentation": 1,
     "presentation_rect": [
      10.0,
      95.0,
      160.0,
      17.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "Prompt 5",
       "parameter_shortname": "Prompt 5",
       "parameter_info": "Words for slot 5. Return sends them.",
       "parameter_invisible": 1,
       "parameter_initial": [
        ""
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 3
      }
     },
     "text": "",
     "varname": "Prompt 5"
    }
   },
   {
    "box": {
     "id": "obj-41",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      180.0,
      1126.0,
      82.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-42",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      260.0,
      1126.0,
      82.0,
      22.0
     ],
     "text": "route bang"
    }
   },
   {
    "box": {
     "id": "obj-43",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      350.0,
      1126.0,
      68.8,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-44",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      180.0,
      1152.0,
      187.6,
      22.0
     ],
     "text": "prepend /mcm/prompt/5/text"
    }
   },
   {
    "box": {
     "annotation": "Share of this prompt in the mix.",
     "fontsize": 9.5,
     "id": "obj-45",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      138.0,
      38.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      174.0,
      95.0,
      38.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Weight 5",
       "parameter_info": "Share of this prompt in the mix.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Weight 5",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "W5",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Weight 5"
    }
   },
   {
    "box": {
     "id": "obj-46",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      138.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/5/weight"
    }
   },
   {
    "box": {
     "annotation": "Give slot 5 all the weight.",
     "fontsize": 9.5,
     "id": "obj-47",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      216.0,
      20.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      95.0,
      20.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Only 5",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Give slot 5 all the weight.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Only 5",
       "parameter_mmax": 1.0,
       "parameter_shortname": "5",
       "parameter_type": 2
      }
     },
     "text": "5",
     "texton": "5",
     "varname": "Only 5"
    }
   },
   {
    "box": {
     "id": "obj-48",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      216.0,
      148.0,
      22.0
     ],
     "text": "/mcm/prompt/select 5"
    }
   },
   {
    "box": {
     "annotation": "Words for slot 6. Return sends them.",
     "fontsize": 9.5,
     "id": "obj-49",
     "keymode": 1,
     "lines": 1,
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      294.0,
      160.0,
      17.0
     ],
     "presentation": 1,
     "presentation_rect": [
      10.0,
      114.0,
      160.0,
      17.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "Prompt 6",
       "parameter_shortname": "Prompt 6",
       "parameter_info": "Words for slot 6. Return sends them.",
       "parameter_invisible": 1,
       "parameter_initial": [
        ""
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 3
      }
     },
     "text": "",
     "varname": "Prompt 6"
    }
   },
   {
    "box": {
     "id": "obj-50",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      600.0,
      268.0,
      82.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-51",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      680.0,
      268.0,
      82.0,
      22.0
     ],
     "text": "route bang"
    }
   },
   {
    "box": {
     "id": "obj-52",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      268.0,
      68.8,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-53",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      294.0,
      187.6,
      22.0
     ],
     "text": "prepend /mcm/prompt/6/text"
    }
   },
   {
    "box": {
     "annotation": "Share of this prompt in the mix.",
     "fontsize": 9.5,
     "id": "obj-54",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      372.0,
      38.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      174.0,
      114.0,
      38.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Weight 6",
       "parameter_info": "Share of this prompt in the mix.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Weight 6",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "W6",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Weight 6"
    }
   },
   {
    "box": {
     "id": "obj-55",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      372.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/6/weight"
    }
   },
   {
    "box": {
     "annotation": "Give slot 6 all the weight.",
     "fontsize": 9.5,
     "id": "obj-56",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      450.0,
      20.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      114.0,
      20.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Only 6",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Give slot 6 all the weight.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Only 6",
       "parameter_mmax": 1.0,
       "parameter_shortname": "6",
       "parameter_type": 2
      }
     },
     "text": "6",
     "texton": "6",
     "varname": "Only 6"
    }
   },
   {
    "box": {
     "id": "obj-57",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      450.0,
      148.0,
      22.0
     ],
     "text": "/mcm/prompt/select 6"
    }
   },
   {
    "box": {
     "annotation": "Words for slot 7. Return sends them.",
     "fontsize": 9.5,
     "id": "obj-58",
     "keymode": 1,
     "lines": 1,
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      528.0,
      160.0,
      17.0
     ],
     "presentation": 1,
     "presentation_rect": [
      10.0,
      133.0,
      160.0,
      17.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "Prompt 7",
       "parameter_shortname": "Prompt 7",
       "parameter_info": "Words for slot 7. Return sends them.",
       "parameter_invisible": 1,
       "parameter_initial": [
        ""
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 3
      }
     },
     "text": "",
     "varname": "Prompt 7"
    }
   },
   {
    "box": {
     "id": "obj-59",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      600.0,
      502.0,
      82.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-60",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      680.0,
      502.0,
      82.0,
      22.0
     ],
     "text": "route bang"
    }
   },
   {
    "box": {
     "id": "obj-61",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      502.0,
      68.8,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-62",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      528.0,
      187.6,
      22.0
     ],
     "text": "prepend /mcm/prompt/7/text"
    }
   },
   {
    "box": {
     "annotation": "Share of this prompt in the mix.",
     "fontsize": 9.5,
     "id": "obj-63",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      606.0,
      38.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      174.0,
      133.0,
      38.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Weight 7",
       "parameter_info": "Share of this prompt in the mix.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Weight 7",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "W7",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Weight 7"
    }
   },
   {
    "box": {
     "id": "obj-64",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      606.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/7/weight"
    }
   },
   {
    "box": {
     "annotation": "Give slot 7 all the weight.",
     "fontsize": 9.5,
     "id": "obj-65",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      684.0,
      20.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      133.0,
      20.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Only 7",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Give slot 7 all the weight.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Only 7",
       "parameter_mmax": 1.0,
       "parameter_shortname": "7",
       "parameter_type": 2
      }
     },
     "text": "7",
     "texton": "7",
     "varname": "Only 7"
    }
   },
   {
    "box": {
     "id": "obj-66",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      684.0,
      148.0,
      22.0
     ],
     "text": "/mcm/prompt/select 7"
    }
   },
   {
    "box": {
     "annotation": "Words for slot 8. Return sends them.",
     "fontsize": 9.5,
     "id": "obj-67",
     "keymode": 1,
     "lines": 1,
     "maxclass": "textedit",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "int",
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      762.0,
      160.0,
      17.0
     ],
     "presentation": 1,
     "presentation_rect": [
      10.0,
      152.0,
      160.0,
      17.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "Prompt 8",
       "parameter_shortname": "Prompt 8",
       "parameter_info": "Words for slot 8. Return sends them.",
       "parameter_invisible": 1,
       "parameter_initial": [
        ""
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 3
      }
     },
     "text": "",
     "varname": "Prompt 8"
    }
   },
   {
    "box": {
     "id": "obj-68",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      600.0,
      736.0,
      82.0,
      22.0
     ],
     "text": "route text"
    }
   },
   {
    "box": {
     "id": "obj-69",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      680.0,
      736.0,
      82.0,
      22.0
     ],
     "text": "route bang"
    }
   },
   {
    "box": {
     "id": "obj-70",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      736.0,
      68.8,
      22.0
     ],
     "text": "tosymbol"
    }
   },
   {
    "box": {
     "id": "obj-71",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      762.0,
      187.6,
      22.0
     ],
     "text": "prepend /mcm/prompt/8/text"
    }
   },
   {
    "box": {
     "annotation": "Share of this prompt in the mix.",
     "fontsize": 9.5,
     "id": "obj-72",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      840.0,
      38.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      174.0,
      152.0,
      38.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Weight 8",
       "parameter_info": "Share of this prompt in the mix.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Weight 8",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "W8",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Weight 8"
    }
   },
   {
    "box": {
     "id": "obj-73",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      840.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/8/weight"
    }
   },
   {
    "box": {
     "annotation": "Give slot 8 all the weight.",
     "fontsize": 9.5,
     "id": "obj-74",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      918.0,
      20.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      216.0,
      152.0,
      20.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Only 8",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Give slot 8 all the weight.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Only 8",
       "parameter_mmax": 1.0,
       "parameter_shortname": "8",
       "parameter_type": 2
      }
     },
     "text": "8",
     "texton": "8",
     "varname": "Only 8"
    }
   },
   {
    "box": {
     "id": "obj-75",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      600.0,
      918.0,
      148.0,
      22.0
     ],
     "text": "/mcm/prompt/select 8"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-76",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      440.0,
      996.0,
      100.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      244.0,
      2.0,
      100.0,
      15.0
     ],
     "text": "Surface 1-4",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "From prompts 1 and 3 to prompts 2 and 4.",
     "fontsize": 9.5,
     "id": "obj-77",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      1074.0,
      44.0,
      48.0
     ],
     "presentation": 1,
     "presentation_rect": [
      350.0,
      19.0,
      44.0,
      48.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Surface X",
       "parameter_info": "From prompts 1 and 3 to prompts 2 and 4.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Surface X",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "X",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Surface X"
    }
   },
   {
    "box": {
     "annotation": "From prompts 1 and 2 to prompts 3 and 4.",
     "fontsize": 9.5,
     "id": "obj-78",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      440.0,
      1152.0,
      44.0,
      48.0
     ],
     "presentation": 1,
     "presentation_rect": [
      350.0,
      81.0,
      44.0,
      48.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Surface Y",
       "parameter_info": "From prompts 1 and 2 to prompts 3 and 4.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Surface Y",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "Y",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Surface Y"
    }
   },
   {
    "box": {
     "annotation": "Moves Surface X and Y.",
     "id": "obj-79",
     "maxclass": "pictslider",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "int",
      "int"
     ],
     "parameter_enable": 0,
     "patching_rect": [
      860.0,
      138.0,
      100.0,
      100.0
     ],
     "presentation": 1,
     "presentation_rect": [
      244.0,
      19.0,
      100.0,
      110.0
     ],
     "varname": "surface"
    }
   },
   {
    "box": {
     "id": "obj-80",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      112.0,
      115.0,
      22.0
     ],
     "text": "expr $i1 / 127."
    }
   },
   {
    "box": {
     "id": "obj-81",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      138.0,
      115.0,
      22.0
     ],
     "text": "expr $i1 / 127."
    }
   },
   {
    "box": {
     "annotation": "The surface sets the weights of prompts 1 to 4.",
     "fontsize": 9.5,
     "id": "obj-82",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      860.0,
      216.0,
      40.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      244.0,
      133.0,
      40.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Surface On",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "The surface sets the weights of prompts 1 to 4.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Surface On",
       "parameter_mmax": 1.0,
       "parameter_shortname": "on",
       "parameter_type": 2
      }
     },
     "text": "on",
     "texton": "on",
     "varname": "Surface On"
    }
   },
   {
    "box": {
     "id": "obj-83",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      860.0,
      294.0,
      75.4,
      22.0
     ],
     "text": "pak 0. 0."
    }
   },
   {
    "box": {
     "id": "obj-84",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      860.0,
      372.0,
      62.2,
      22.0
     ],
     "text": "pak 0 0"
    }
   },
   {
    "box": {
     "id": "obj-85",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      372.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-86",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      320.0,
      187.6,
      22.0
     ],
     "text": "expr int($f1 * 127. + 0.5)"
    }
   },
   {
    "box": {
     "id": "obj-87",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      346.0,
      187.6,
      22.0
     ],
     "text": "expr int($f1 * 127. + 0.5)"
    }
   },
   {
    "box": {
     "id": "obj-88",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      860.0,
      450.0,
      161.2,
      22.0
     ],
     "text": "expr (1.-$f1)*(1.-$f2)"
    }
   },
   {
    "box": {
     "id": "obj-89",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      424.0,
      42.4,
      22.0
     ],
     "text": "gate"
    }
   },
   {
    "box": {
     "id": "obj-90",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      450.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/1/weight"
    }
   },
   {
    "box": {
     "id": "obj-91",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      860.0,
      528.0,
      128.2,
      22.0
     ],
     "text": "expr $f1*(1.-$f2)"
    }
   },
   {
    "box": {
     "id": "obj-92",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      502.0,
      42.4,
      22.0
     ],
     "text": "gate"
    }
   },
   {
    "box": {
     "id": "obj-93",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      528.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/2/weight"
    }
   },
   {
    "box": {
     "id": "obj-94",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      860.0,
      606.0,
      128.2,
      22.0
     ],
     "text": "expr (1.-$f1)*$f2"
    }
   },
   {
    "box": {
     "id": "obj-95",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      580.0,
      42.4,
      22.0
     ],
     "text": "gate"
    }
   },
   {
    "box": {
     "id": "obj-96",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      606.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/3/weight"
    }
   },
   {
    "box": {
     "id": "obj-97",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      860.0,
      684.0,
      95.2,
      22.0
     ],
     "text": "expr $f1*$f2"
    }
   },
   {
    "box": {
     "id": "obj-98",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      658.0,
      42.4,
      22.0
     ],
     "text": "gate"
    }
   },
   {
    "box": {
     "id": "obj-99",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      684.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/prompt/4/weight"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-100",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      860.0,
      762.0,
      62.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      402.0,
      2.0,
      62.0,
      15.0
     ],
     "text": "Drums",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Linear gain.",
     "fontsize": 9.5,
     "id": "obj-101",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      860.0,
      840.0,
      44.0,
      48.0
     ],
     "presentation": 1,
     "presentation_rect": [
      402.0,
      19.0,
      44.0,
      48.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Drums Gain",
       "parameter_info": "Linear gain.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Drums Gain",
       "parameter_mmax": 2.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "Gain",
       "parameter_type": 0,
       "parameter_units": "%.2f ×",
       "parameter_unitstyle": 9
      }
     },
     "varname": "Drums Gain"
    }
   },
   {
    "box": {
     "id": "obj-102",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      840.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/stem/drums/gain"
    }
   },
   {
    "box": {
     "annotation": "Level of the drums.",
     "fontsize": 9.5,
     "id": "obj-103",
     "maxclass": "live.slider",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      860.0,
      918.0,
      16.0,
      126.0
     ],
     "presentation": 1,
     "presentation_rect": [
      448.0,
      19.0,
      16.0,
      126.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Drums Level",
       "parameter_info": "Level of the drums.",
       "parameter_initial": [
        -90.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Drums Level",
       "parameter_mmax": 0.0,
       "parameter_mmin": -90.0,
       "parameter_shortname": "Level",
       "parameter_type": 0,
       "parameter_units": "%.2f dB",
       "parameter_unitstyle": 9
      }
     },
     "showname": 0,
     "shownumber": 0,
     "varname": "Drums Level"
    }
   },
   {
    "box": {
     "annotation": "Silence the stem.",
     "fontsize": 9.5,
     "id": "obj-104",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      860.0,
      996.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      402.0,
      73.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Drums Mute",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Silence the stem.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Drums Mute",
       "parameter_mmax": 1.0,
       "parameter_shortname": "mute",
       "parameter_type": 2
      }
     },
     "text": "mute",
     "texton": "mute",
     "varname": "Drums Mute"
    }
   },
   {
    "box": {
     "id": "obj-105",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      996.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/stem/drums/mute"
    }
   },
   {
    "box": {
     "annotation": "While any stem is soloed, only soloed ones are heard; mute wins.",
     "fontsize": 9.5,
     "id": "obj-106",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      860.0,
      1074.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      402.0,
      92.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Drums Solo",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "While any stem is soloed, only soloed ones are heard; mute wins.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Drums Solo",
       "parameter_mmax": 1.0,
       "parameter_shortname": "solo",
       "parameter_type": 2
      }
     },
     "text": "solo",
     "texton": "solo",
     "varname": "Drums Solo"
    }
   },
   {
    "box": {
     "id": "obj-107",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      1074.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/stem/drums/solo"
    }
   },
   {
    "box": {
     "annotation": "Ask the players of this stem to rest.",
     "fontsize": 9.5,
     "id": "obj-108",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      860.0,
      1152.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      402.0,
      111.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Drums Rest",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Ask the players of this stem to rest.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Drums Rest",
       "parameter_mmax": 1.0,
       "parameter_shortname": "rest",
       "parameter_type": 2
      }
     },
     "text": "rest",
     "texton": "rest",
     "varname": "Drums Rest"
    }
   },
   {
    "box": {
     "id": "obj-109",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1020.0,
      1152.0,
      200.8,
      22.0
     ],
     "text": "prepend /mcm/stem/drums/rest"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-110",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1280.0,
      138.0,
      62.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      470.0,
      2.0,
      62.0,
      15.0
     ],
     "text": "Bass",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Linear gain.",
     "fontsize": 9.5,
     "id": "obj-111",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      216.0,
      44.0,
      48.0
     ],
     "presentation": 1,
     "presentation_rect": [
      470.0,
      19.0,
      44.0,
      48.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Bass Gain",
       "parameter_info": "Linear gain.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Bass Gain",
       "parameter_mmax": 2.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "Gain",
       "parameter_type": 0,
       "parameter_units": "%.2f ×",
       "parameter_unitstyle": 9
      }
     },
     "varname": "Bass Gain"
    }
   },
   {
    "box": {
     "id": "obj-112",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1440.0,
      216.0,
      194.2,
      22.0
     ],
     "text": "prepend /mcm/stem/bass/gain"
    }
   },
   {
    "box": {
     "annotation": "Level of the bass.",
     "fontsize": 9.5,
     "id": "obj-113",
     "maxclass": "live.slider",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      294.0,
      16.0,
      126.0
     ],
     "presentation": 1,
     "presentation_rect": [
      516.0,
      19.0,
      16.0,
      126.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Bass Level",
       "parameter_info": "Level of the bass.",
       "parameter_initial": [
        -90.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Bass Level",
       "parameter_mmax": 0.0,
       "parameter_mmin": -90.0,
       "parameter_shortname": "Level",
       "parameter_type": 0,
       "parameter_units": "%.2f dB",
       "parameter_unitstyle": 9
      }
     },
     "showname": 0,
     "shownumber": 0,
     "varname": "Bass Level"
    }
   },
   {
    "box": {
     "annotation": "Silence the stem.",
     "fontsize": 9.5,
     "id": "obj-114",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      372.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      470.0,
      73.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Bass Mute",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Silence the stem.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Bass Mute",
       "parameter_mmax": 1.0,
       "parameter_shortname": "mute",
       "parameter_type": 2
      }
     },
     "text": "mute",
     "texton": "mute",
     "varname": "Bass Mute"
    }
   },
   {
    "box": {
     "id": "obj-115",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1440.0,
      372.0,
      194.2,
      22.0
     ],
     "text": "prepend /mcm/stem/bass/mute"
    }
   },
   {
    "box": {
     "annotation": "While any stem is soloed, only soloed ones are heard; mute wins.",
     "fontsize": 9.5,
     "id": "obj-116",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      450.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      470.0,
      92.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Bass Solo",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "While any stem is soloed, only soloed ones are heard; mute wins.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Bass Solo",
       "parameter_mmax": 1.0,
       "parameter_shortname": "solo",
       "parameter_type": 2
      }
     },
     "text": "solo",
     "texton": "solo",
     "varname": "Bass Solo"
    }
   },
   {
    "box": {
     "id": "obj-117",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1440.0,
      450.0,
      194.2,
      22.0
     ],
     "text": "prepend /mcm/stem/bass/solo"
    }
   },
   {
    "box": {
     "annotation": "Ask the players of this stem to rest.",
     "fontsize": 9.5,
     "id": "obj-118",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      528.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      470.0,
      111.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Bass Rest",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Ask the players of this stem to rest.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Bass Rest",
       "parameter_mmax": 1.0,
       "parameter_shortname": "rest",
       "parameter_type": 2
      }
     },
     "text": "rest",
     "texton": "rest",
     "varname": "Bass Rest"
    }
   },
   {
    "box": {
     "id": "obj-119",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1440.0,
      528.0,
      194.2,
      22.0
     ],
     "text": "prepend /mcm/stem/bass/rest"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-120",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1280.0,
      606.0,
      62.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      538.0,
      2.0,
      62.0,
      15.0
     ],
     "text": "Harmony",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Linear gain.",
     "fontsize": 9.5,
     "id": "obj-121",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      684.0,
      44.0,
      48.0
     ],
     "presentation": 1,
     "presentation_rect": [
      538.0,
      19.0,
      44.0,
      48.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Harmony Gain",
       "parameter_info": "Linear gain.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Harmony Gain",
       "parameter_mmax": 2.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "Gain",
       "parameter_type": 0,
       "parameter_units": "%.2f ×",
       "parameter_unitstyle": 9
      }
     },
     "varname": "Harmony Gain"
    }
   },
   {
    "box": {
     "id": "obj-122",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1440.0,
      684.0,
      214.0,
      22.0
     ],
     "text": "prepend /mcm/stem/harmony/gain"
    }
   },
   {
    "box": {
     "annotation": "Level of the harmony.",
     "fontsize": 9.5,
     "id": "obj-123",
     "maxclass": "live.slider",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      762.0,
      16.0,
      126.0
     ],
     "presentation": 1,
     "presentation_rect": [
      584.0,
      19.0,
      16.0,
      126.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Harmony Level",
       "parameter_info": "Level of the harmony.",
       "parameter_initial": [
        -90.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Harmony Level",
       "parameter_mmax": 0.0,
       "parameter_mmin": -90.0,
       "parameter_shortname": "Level",
       "parameter_type": 0,
       "parameter_units": "%.2f dB",
       "parameter_unitstyle": 9
      }
     },
     "showname": 0,
     "shownumber": 0,
     "varname": "Harmony Level"
    }
   },
   {
    "box": {
     "annotation": "Silence the stem.",
     "fontsize": 9.5,
     "id": "obj-124",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      840.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      538.0,
      73.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Harmony Mute",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Silence the stem.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Harmony Mute",
       "parameter_mmax": 1.0,
       "parameter_shortname": "mute",
       "parameter_type": 2
      }
     },
     "text": "mute",
     "texton": "mute",
     "varname": "Harmony Mute"
    }
   },
   {
    "box": {
     "id": "obj-125",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1440.0,
      840.0,
      214.0,
      22.0
     ],
     "text": "prepend /mcm/stem/harmony/mute"
    }
   },
   {
    "box": {
     "annotation": "While any stem is soloed, only soloed ones are heard; mute wins.",
     "fontsize": 9.5,
     "id": "obj-126",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      918.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      538.0,
      92.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Harmony Solo",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "While any stem is soloed, only soloed ones are heard; mute wins.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Harmony Solo",
       "parameter_mmax": 1.0,
       "parameter_shortname": "solo",
       "parameter_type": 2
      }
     },
     "text": "solo",
     "texton": "solo",
     "varname": "Harmony Solo"
    }
   },
   {
    "box": {
     "id": "obj-127",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1440.0,
      918.0,
      214.0,
      22.0
     ],
     "text": "prepend /mcm/stem/harmony/solo"
    }
   },
   {
    "box": {
     "annotation": "Ask the players of this stem to rest.",
     "fontsize": 9.5,
     "id": "obj-128",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      996.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      538.0,
      111.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Harmony Rest",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Ask the players of this stem to rest.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Harmony Rest",
       "parameter_mmax": 1.0,
       "parameter_shortname": "rest",
       "parameter_type": 2
      }
     },
     "text": "rest",
     "texton": "rest",
     "varname": "Harmony Rest"
    }
   },
   {
    "box": {
     "id": "obj-129",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1440.0,
      996.0,
      214.0,
      22.0
     ],
     "text": "prepend /mcm/stem/harmony/rest"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-130",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1280.0,
      1074.0,
      62.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      606.0,
      2.0,
      62.0,
      15.0
     ],
     "text": "Lead",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Linear gain.",
     "fontsize": 9.5,
     "id": "obj-131",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1280.0,
      1152.0,
      44.0,
      48.0
     ],
     "presentation": 1,
     "presentation_rect": [
      606.0,
      19.0,
      44.0,
      48.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Lead Gain",
       "parameter_info": "Linear gain.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Lead Gain",
       "parameter_mmax": 2.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "Gain",
       "parameter_type": 0,
       "parameter_units": "%.2f ×",
       "parameter_unitstyle": 9
      }
     },
     "varname": "Lead Gain"
    }
   },
   {
    "box": {
     "id": "obj-132",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1440.0,
      1152.0,
      194.2,
      22.0
     ],
     "text": "prepend /mcm/stem/lead/gain"
    }
   },
   {
    "box": {
     "annotation": "Level of the lead.",
     "fontsize": 9.5,
     "id": "obj-133",
     "maxclass": "live.slider",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      138.0,
      16.0,
      126.0
     ],
     "presentation": 1,
     "presentation_rect": [
      652.0,
      19.0,
      16.0,
      126.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Lead Level",
       "parameter_info": "Level of the lead.",
       "parameter_initial": [
        -90.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Lead Level",
       "parameter_mmax": 0.0,
       "parameter_mmin": -90.0,
       "parameter_shortname": "Level",
       "parameter_type": 0,
       "parameter_units": "%.2f dB",
       "parameter_unitstyle": 9
      }
     },
     "showname": 0,
     "shownumber": 0,
     "varname": "Lead Level"
    }
   },
   {
    "box": {
     "annotation": "Silence the stem.",
     "fontsize": 9.5,
     "id": "obj-134",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      216.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      606.0,
      73.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Lead Mute",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Silence the stem.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Lead Mute",
       "parameter_mmax": 1.0,
       "parameter_shortname": "mute",
       "parameter_type": 2
      }
     },
     "text": "mute",
     "texton": "mute",
     "varname": "Lead Mute"
    }
   },
   {
    "box": {
     "id": "obj-135",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      216.0,
      194.2,
      22.0
     ],
     "text": "prepend /mcm/stem/lead/mute"
    }
   },
   {
    "box": {
     "annotation": "While any stem is soloed, only soloed ones are heard; mute wins.",
     "fontsize": 9.5,
     "id": "obj-136",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      294.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      606.0,
      92.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Lead Solo",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "While any stem is soloed, only soloed ones are heard; mute wins.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Lead Solo",
       "parameter_mmax": 1.0,
       "parameter_shortname": "solo",
       "parameter_type": 2
      }
     },
     "text": "solo",
     "texton": "solo",
     "varname": "Lead Solo"
    }
   },
   {
    "box": {
     "id": "obj-137",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      294.0,
      194.2,
      22.0
     ],
     "text": "prepend /mcm/stem/lead/solo"
    }
   },
   {
    "box": {
     "annotation": "Ask the players of this stem to rest.",
     "fontsize": 9.5,
     "id": "obj-138",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      372.0,
      42.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      606.0,
      111.0,
      42.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Lead Rest",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Ask the players of this stem to rest.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Lead Rest",
       "parameter_mmax": 1.0,
       "parameter_shortname": "rest",
       "parameter_type": 2
      }
     },
     "text": "rest",
     "texton": "rest",
     "varname": "Lead Rest"
    }
   },
   {
    "box": {
     "id": "obj-139",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      372.0,
      194.2,
      22.0
     ],
     "text": "prepend /mcm/stem/lead/rest"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-140",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1700.0,
      450.0,
      60.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      678.0,
      2.0,
      60.0,
      15.0
     ],
     "text": "Quantize",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "When slow changes are heard: now, on the next beat or bar, in 2, 4 or 8 bars.",
     "fontsize": 9.5,
     "id": "obj-141",
     "maxclass": "live.menu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      528.0,
      68.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      678.0,
      19.0,
      68.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Quantize",
       "parameter_enum": [
        "now",
        "beat",
        "bar",
        "2",
        "4",
        "8"
       ],
       "parameter_info": "When slow changes are heard: now, on the next beat or bar, in 2, 4 or 8 bars.",
       "parameter_initial": [
        0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Quantize",
       "parameter_mmax": 5.0,
       "parameter_shortname": "Quantize",
       "parameter_type": 2
      }
     },
     "varname": "Quantize"
    }
   },
   {
    "box": {
     "id": "obj-142",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      528.0,
      154.6,
      22.0
     ],
     "text": "prepend /mcm/quantize"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-143",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1700.0,
      606.0,
      60.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      754.0,
      2.0,
      60.0,
      15.0
     ],
     "text": "Key",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Tonic, with m for minor; flats are understood.",
     "fontsize": 9.5,
     "id": "obj-144",
     "maxclass": "live.menu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      684.0,
      60.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      754.0,
      19.0,
      60.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Key",
       "parameter_enum": [
        "auto",
        "C",
        "C#",
        "D",
        "D#",
        "E",
        "F",
        "F#",
        "G",
        "G#",
        "A",
        "A#",
        "B",
        "Cm",
        "C#m",
        "Dm",
        "D#m",
        "Em",
        "Fm",
        "F#m",
        "Gm",
        "G#m",
        "Am",
        "A#m",
        "Bm"
       ],
       "parameter_info": "Tonic, with m for minor; flats are understood.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Key",
       "parameter_mmax": 24.0,
       "parameter_shortname": "Key",
       "parameter_type": 2
      }
     },
     "varname": "Key"
    }
   },
   {
    "box": {
     "id": "obj-145",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      684.0,
      121.6,
      22.0
     ],
     "text": "prepend /mcm/key"
    }
   },
   {
    "box": {
     "annotation": "Notes per second: 0 sparse … 1 dense.",
     "fontsize": 9.5,
     "id": "obj-146",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      762.0,
      48.0,
      48.0
     ],
     "presentation": 1,
     "presentation_rect": [
      678.0,
      44.0,
      48.0,
      48.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Density",
       "parameter_info": "Notes per second: 0 sparse … 1 dense.",
       "parameter_initial": [
        0.5
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Density",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "Density",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Density"
    }
   },
   {
    "box": {
     "annotation": "In: the dial sets density. Out: the planner does.",
     "fontsize": 9.5,
     "id": "obj-147",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      840.0,
      46.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      678.0,
      98.0,
      46.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Density On",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "In: the dial sets density. Out: the planner does.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Density On",
       "parameter_mmax": 1.0,
       "parameter_shortname": "by hand",
       "parameter_type": 2
      }
     },
     "text": "by hand",
     "texton": "by hand",
     "varname": "Density On"
    }
   },
   {
    "box": {
     "id": "obj-148",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "int",
      "int"
     ],
     "patching_rect": [
      1860.0,
      814.0,
      49.0,
      22.0
     ],
     "text": "t i i"
    }
   },
   {
    "box": {
     "id": "obj-149",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": [
      "bang",
      "bang",
      ""
     ],
     "patching_rect": [
      1920.0,
      814.0,
      62.2,
      22.0
     ],
     "text": "sel 1 0"
    }
   },
   {
    "box": {
     "id": "obj-150",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2000.0,
      814.0,
      42.4,
      22.0
     ],
     "text": "gate"
    }
   },
   {
    "box": {
     "id": "obj-151",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      866.0,
      42.4,
      22.0
     ],
     "text": "auto"
    }
   },
   {
    "box": {
     "id": "obj-152",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1920.0,
      866.0,
      88.6,
      22.0
     ],
     "text": "outputvalue"
    }
   },
   {
    "box": {
     "id": "obj-153",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      840.0,
      148.0,
      22.0
     ],
     "text": "prepend /mcm/density"
    }
   },
   {
    "box": {
     "id": "obj-154",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      840.0,
      148.0,
      22.0
     ],
     "text": "prepend /mcm/density"
    }
   },
   {
    "box": {
     "annotation": "Spectral centroid: 0 dark … 1 bright.",
     "fontsize": 9.5,
     "id": "obj-155",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      918.0,
      48.0,
      48.0
     ],
     "presentation": 1,
     "presentation_rect": [
      730.0,
      44.0,
      48.0,
      48.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Brightness",
       "parameter_info": "Spectral centroid: 0 dark … 1 bright.",
       "parameter_initial": [
        0.5
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Brightness",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "Bright",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Brightness"
    }
   },
   {
    "box": {
     "annotation": "In: the dial sets brightness. Out: the planner does.",
     "fontsize": 9.5,
     "id": "obj-156",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      996.0,
      46.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      730.0,
      98.0,
      46.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Brightness On",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "In: the dial sets brightness. Out: the planner does.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Brightness On",
       "parameter_mmax": 1.0,
       "parameter_shortname": "by hand",
       "parameter_type": 2
      }
     },
     "text": "by hand",
     "texton": "by hand",
     "varname": "Brightness On"
    }
   },
   {
    "box": {
     "id": "obj-157",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "int",
      "int"
     ],
     "patching_rect": [
      1860.0,
      970.0,
      49.0,
      22.0
     ],
     "text": "t i i"
    }
   },
   {
    "box": {
     "id": "obj-158",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": [
      "bang",
      "bang",
      ""
     ],
     "patching_rect": [
      1920.0,
      970.0,
      62.2,
      22.0
     ],
     "text": "sel 1 0"
    }
   },
   {
    "box": {
     "id": "obj-159",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2000.0,
      970.0,
      42.4,
      22.0
     ],
     "text": "gate"
    }
   },
   {
    "box": {
     "id": "obj-160",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      1022.0,
      42.4,
      22.0
     ],
     "text": "auto"
    }
   },
   {
    "box": {
     "id": "obj-161",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1920.0,
      1022.0,
      88.6,
      22.0
     ],
     "text": "outputvalue"
    }
   },
   {
    "box": {
     "id": "obj-162",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      996.0,
      167.8,
      22.0
     ],
     "text": "prepend /mcm/brightness"
    }
   },
   {
    "box": {
     "id": "obj-163",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      996.0,
      167.8,
      22.0
     ],
     "text": "prepend /mcm/brightness"
    }
   },
   {
    "box": {
     "annotation": "Loudness: 0 soft … 1 loud.",
     "fontsize": 9.5,
     "id": "obj-164",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      1074.0,
      48.0,
      48.0
     ],
     "presentation": 1,
     "presentation_rect": [
      782.0,
      44.0,
      48.0,
      48.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Intensity",
       "parameter_info": "Loudness: 0 soft … 1 loud.",
       "parameter_initial": [
        0.5
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Intensity",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_shortname": "Intensity",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Intensity"
    }
   },
   {
    "box": {
     "annotation": "In: the dial sets intensity. Out: the planner does.",
     "fontsize": 9.5,
     "id": "obj-165",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      1700.0,
      1152.0,
      46.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      782.0,
      98.0,
      46.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Intensity On",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "In: the dial sets intensity. Out: the planner does.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Intensity On",
       "parameter_mmax": 1.0,
       "parameter_shortname": "by hand",
       "parameter_type": 2
      }
     },
     "text": "by hand",
     "texton": "by hand",
     "varname": "Intensity On"
    }
   },
   {
    "box": {
     "id": "obj-166",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "int",
      "int"
     ],
     "patching_rect": [
      1860.0,
      1126.0,
      49.0,
      22.0
     ],
     "text": "t i i"
    }
   },
   {
    "box": {
     "id": "obj-167",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": [
      "bang",
      "bang",
      ""
     ],
     "patching_rect": [
      1920.0,
      1126.0,
      62.2,
      22.0
     ],
     "text": "sel 1 0"
    }
   },
   {
    "box": {
     "id": "obj-168",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2000.0,
      1126.0,
      42.4,
      22.0
     ],
     "text": "gate"
    }
   },
   {
    "box": {
     "id": "obj-169",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      1178.0,
      42.4,
      22.0
     ],
     "text": "auto"
    }
   },
   {
    "box": {
     "id": "obj-170",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1920.0,
      1178.0,
      88.6,
      22.0
     ],
     "text": "outputvalue"
    }
   },
   {
    "box": {
     "id": "obj-171",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      1152.0,
      161.2,
      22.0
     ],
     "text": "prepend /mcm/intensity"
    }
   },
   {
    "box": {
     "id": "obj-172",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1860.0,
      1152.0,
      161.2,
      22.0
     ],
     "text": "prepend /mcm/intensity"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-173",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2120.0,
      138.0,
      60.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      840.0,
      2.0,
      60.0,
      15.0
     ],
     "text": "Scene",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Bring a scene back; - does nothing.",
     "fontsize": 9.5,
     "id": "obj-174",
     "maxclass": "live.tab",
     "num_lines_presentation": 3,
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      2120.0,
      216.0,
      78.0,
      60.0
     ],
     "presentation": 1,
     "presentation_rect": [
      840.0,
      19.0,
      78.0,
      60.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Scene",
       "parameter_enum": [
        "-",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8"
       ],
       "parameter_info": "Bring a scene back; - does nothing.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Scene",
       "parameter_mmax": 8.0,
       "parameter_shortname": "Scene",
       "parameter_type": 2
      }
     },
     "varname": "Scene"
    }
   },
   {
    "box": {
     "id": "obj-175",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "bang",
      ""
     ],
     "patching_rect": [
      2280.0,
      190.0,
      49.0,
      22.0
     ],
     "text": "sel 0"
    }
   },
   {
    "box": {
     "id": "obj-176",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2280.0,
      216.0,
      181.0,
      22.0
     ],
     "text": "prepend /mcm/scene/recall"
    }
   },
   {
    "box": {
     "annotation": "The scene that Save keeps.",
     "fontsize": 9.5,
     "id": "obj-177",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      2120.0,
      294.0,
      34.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      884.0,
      84.0,
      34.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Scene To Save",
       "parameter_info": "The scene that Save keeps.",
       "parameter_initial": [
        1
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 1,
       "parameter_linknames": 1,
       "parameter_longname": "Scene To Save",
       "parameter_mmax": 8,
       "parameter_mmin": 1,
       "parameter_shortname": "Save as",
       "parameter_type": 1,
       "parameter_unitstyle": 0
      }
     },
     "varname": "Scene To Save"
    }
   },
   {
    "box": {
     "id": "obj-178",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "int"
     ],
     "patching_rect": [
      2280.0,
      268.0,
      49.0,
      22.0
     ],
     "text": "int 1"
    }
   },
   {
    "box": {
     "annotation": "Keep how it is now.",
     "fontsize": 9.5,
     "id": "obj-179",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      2120.0,
      372.0,
      40.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      840.0,
      84.0,
      40.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Save Scene",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Keep how it is now.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 2,
       "parameter_linknames": 1,
       "parameter_longname": "Save Scene",
       "parameter_mmax": 1.0,
       "parameter_shortname": "save",
       "parameter_type": 2
      }
     },
     "text": "save",
     "texton": "save",
     "varname": "Save Scene"
    }
   },
   {
    "box": {
     "id": "obj-180",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2280.0,
      372.0,
      167.8,
      22.0
     ],
     "text": "prepend /mcm/scene/save"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-181",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2120.0,
      450.0,
      50.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      926.0,
      2.0,
      50.0,
      15.0
     ],
     "text": "Play",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Sends /mcm/transport/play.",
     "fontsize": 9.5,
     "id": "obj-182",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      2120.0,
      528.0,
      50.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      926.0,
      19.0,
      50.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Play",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Sends /mcm/transport/play.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Play",
       "parameter_mmax": 1.0,
       "parameter_shortname": "play",
       "parameter_type": 2
      }
     },
     "text": "play",
     "texton": "play",
     "varname": "Play"
    }
   },
   {
    "box": {
     "id": "obj-183",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2280.0,
      528.0,
      141.4,
      22.0
     ],
     "text": "/mcm/transport/play"
    }
   },
   {
    "box": {
     "annotation": "Sends /mcm/transport/stop.",
     "fontsize": 9.5,
     "id": "obj-184",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      2120.0,
      606.0,
      50.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      926.0,
      38.0,
      50.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Stop",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Sends /mcm/transport/stop.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Stop",
       "parameter_mmax": 1.0,
       "parameter_shortname": "stop",
       "parameter_type": 2
      }
     },
     "text": "stop",
     "texton": "stop",
     "varname": "Stop"
    }
   },
   {
    "box": {
     "id": "obj-185",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2280.0,
      606.0,
      141.4,
      22.0
     ],
     "text": "/mcm/transport/stop"
    }
   },
   {
    "box": {
     "annotation": "Sends /mcm/plan/hold.",
     "fontsize": 9.5,
     "id": "obj-186",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      2120.0,
      684.0,
      50.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      926.0,
      57.0,
      50.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Hold Bar",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Sends /mcm/plan/hold.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Hold Bar",
       "parameter_mmax": 1.0,
       "parameter_shortname": "hold",
       "parameter_type": 2
      }
     },
     "text": "hold",
     "texton": "hold",
     "varname": "Hold Bar"
    }
   },
   {
    "box": {
     "id": "obj-187",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2280.0,
      684.0,
      108.4,
      22.0
     ],
     "text": "/mcm/plan/hold"
    }
   },
   {
    "box": {
     "annotation": "Sends /mcm/plan/release.",
     "fontsize": 9.5,
     "id": "obj-188",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      2120.0,
      762.0,
      50.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      926.0,
      76.0,
      50.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Release",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Sends /mcm/plan/release.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Release",
       "parameter_mmax": 1.0,
       "parameter_shortname": "release",
       "parameter_type": 2
      }
     },
     "text": "release",
     "texton": "release",
     "varname": "Release"
    }
   },
   {
    "box": {
     "id": "obj-189",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2280.0,
      762.0,
      128.2,
      22.0
     ],
     "text": "/mcm/plan/release"
    }
   },
   {
    "box": {
     "annotation": "Sends /mcm/plan/again.",
     "fontsize": 9.5,
     "id": "obj-190",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      2120.0,
      840.0,
      50.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      926.0,
      95.0,
      50.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Again",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Sends /mcm/plan/again.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Again",
       "parameter_mmax": 1.0,
       "parameter_shortname": "again",
       "parameter_type": 2
      }
     },
     "text": "again",
     "texton": "again",
     "varname": "Again"
    }
   },
   {
    "box": {
     "id": "obj-191",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2280.0,
      840.0,
      115.0,
      22.0
     ],
     "text": "/mcm/plan/again"
    }
   },
   {
    "box": {
     "annotation": "Sends /mcm/plan/back 4.",
     "fontsize": 9.5,
     "id": "obj-192",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      2120.0,
      918.0,
      50.0,
      15.0
     ],
     "presentation": 1,
     "presentation_rect": [
      926.0,
      114.0,
      50.0,
      15.0
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Back",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Sends /mcm/plan/back 4.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_invisible": 0,
       "parameter_linknames": 1,
       "parameter_longname": "Back",
       "parameter_mmax": 1.0,
       "parameter_shortname": "back 4",
       "parameter_type": 2
      }
     },
     "text": "back 4",
     "texton": "back 4",
     "varname": "Back"
    }
   },
   {
    "box": {
     "id": "obj-193",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2280.0,
      918.0,
      121.6,
      22.0
     ],
     "text": "/mcm/plan/back 4"
    }
   },
   {
    "box": {
     "id": "obj-194",
     "maxclass": "newobj",
     "numinlets": 17,
     "numoutlets": 17,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1900.0,
      120.0,
      893.8,
      22.0
     ],
     "text": "route 1/text 1/weight 2/text 2/weight 3/text 3/weight 4/text 4/weight 5/text 5/weight 6/text 6/weight 7/text 7/weight 8/text 8/weight"
    }
   },
   {
    "box": {
     "id": "obj-195",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      996.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-196",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      1074.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-197",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      1152.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-198",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      138.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-199",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      216.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-200",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      294.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-201",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      372.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-202",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      450.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-203",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      528.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-204",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      606.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-205",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      684.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-206",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      762.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-207",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      840.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-208",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      918.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-209",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      996.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-210",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      1074.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-211",
     "maxclass": "newobj",
     "numinlets": 17,
     "numoutlets": 17,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1900.0,
      240.0,
      1210.6,
      22.0
     ],
     "text": "route drums/gain drums/mute drums/solo drums/rest bass/gain bass/mute bass/solo bass/rest harmony/gain harmony/mute harmony/solo harmony/rest lead/gain lead/mute lead/solo lead/rest"
    }
   },
   {
    "box": {
     "id": "obj-212",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2540.0,
      1152.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-213",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      138.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-214",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      216.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-215",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      294.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-216",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      372.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-217",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      450.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-218",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      528.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-219",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      606.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-220",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      684.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-221",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      762.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-222",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      840.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-223",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      918.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-224",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      996.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-225",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      1074.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-226",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2960.0,
      1152.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-227",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3380.0,
      138.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-228",
     "maxclass": "newobj",
     "numinlets": 6,
     "numoutlets": 6,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1900.0,
      360.0,
      326.2,
      22.0
     ],
     "text": "route quantize key density brightness intensity"
    }
   },
   {
    "box": {
     "id": "obj-229",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3380.0,
      216.0,
      128.2,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-230",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3380.0,
      294.0,
      128.2,
      22.0
     ],
     "text": "prepend setsymbol"
    }
   },
   {
    "box": {
     "id": "obj-231",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3380.0,
      372.0,
      82.0,
      22.0
     ],
     "text": "route auto"
    }
   },
   {
    "box": {
     "id": "obj-232",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "bang",
      ""
     ],
     "patching_rect": [
      3540.0,
      346.0,
      49.0,
      22.0
     ],
     "text": "t b l"
    }
   },
   {
    "box": {
     "id": "obj-233",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3380.0,
      450.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-234",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3840.0,
      450.0,
      49.0,
      22.0
     ],
     "text": "set 0"
    }
   },
   {
    "box": {
     "id": "obj-235",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3600.0,
      450.0,
      22.6,
      22.0
     ],
     "text": "0"
    }
   },
   {
    "box": {
     "id": "obj-236",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3840.0,
      476.0,
      49.0,
      22.0
     ],
     "text": "set 1"
    }
   },
   {
    "box": {
     "id": "obj-237",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3600.0,
      476.0,
      22.6,
      22.0
     ],
     "text": "1"
    }
   },
   {
    "box": {
     "id": "obj-238",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3380.0,
      528.0,
      82.0,
      22.0
     ],
     "text": "route auto"
    }
   },
   {
    "box": {
     "id": "obj-239",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "bang",
      ""
     ],
     "patching_rect": [
      3540.0,
      502.0,
      49.0,
      22.0
     ],
     "text": "t b l"
    }
   },
   {
    "box": {
     "id": "obj-240",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3380.0,
      606.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-241",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3840.0,
      606.0,
      49.0,
      22.0
     ],
     "text": "set 0"
    }
   },
   {
    "box": {
     "id": "obj-242",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3600.0,
      606.0,
      22.6,
      22.0
     ],
     "text": "0"
    }
   },
   {
    "box": {
     "id": "obj-243",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3840.0,
      632.0,
      49.0,
      22.0
     ],
     "text": "set 1"
    }
   },
   {
    "box": {
     "id": "obj-244",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3600.0,
      632.0,
      22.6,
      22.0
     ],
     "text": "1"
    }
   },
   {
    "box": {
     "id": "obj-245",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      3380.0,
      684.0,
      82.0,
      22.0
     ],
     "text": "route auto"
    }
   },
   {
    "box": {
     "id": "obj-246",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "bang",
      ""
     ],
     "patching_rect": [
      3540.0,
      658.0,
      49.0,
      22.0
     ],
     "text": "t b l"
    }
   },
   {
    "box": {
     "id": "obj-247",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3380.0,
      762.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-248",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3840.0,
      762.0,
      49.0,
      22.0
     ],
     "text": "set 0"
    }
   },
   {
    "box": {
     "id": "obj-249",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3600.0,
      762.0,
      22.6,
      22.0
     ],
     "text": "0"
    }
   },
   {
    "box": {
     "id": "obj-250",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3840.0,
      788.0,
      49.0,
      22.0
     ],
     "text": "set 1"
    }
   },
   {
    "box": {
     "id": "obj-251",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      3600.0,
      788.0,
      22.6,
      22.0
     ],
     "text": "1"
    }
   },
   {
    "box": {
     "id": "obj-252",
     "maxclass": "newobj",
     "numinlets": 5,
     "numoutlets": 5,
     "outlettype": [
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1900.0,
      760.0,
      207.4,
      22.0
     ],
     "text": "route drums bass harmony lead"
    }
   },
   {
    "box": {
     "id": "obj-253",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1900.0,
      790.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-254",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1990.0,
      790.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-255",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2080.0,
      790.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-256",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2170.0,
      790.0,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-257",
     "maxclass": "newobj",
     "numinlets": 4,
     "numoutlets": 4,
     "outlettype": [
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1900.0,
      860.0,
      161.2,
      22.0
     ],
     "text": "route state beat tempo"
    }
   },
   {
    "box": {
     "id": "obj-258",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2312.0,
      863.0,
      128.2,
      22.0
     ],
     "text": "prepend set state"
    }
   },
   {
    "box": {
     "id": "obj-259",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2312.0,
      893.0,
      104.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      12.0,
      180.0,
      104.0,
      20.0
     ],
     "text": "state -"
    }
   },
   {
    "box": {
     "id": "obj-260",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2422.0,
      890.5,
      121.6,
      22.0
     ],
     "text": "prepend set beat"
    }
   },
   {
    "box": {
     "id": "obj-261",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2422.0,
      920.5,
      104.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      122.0,
      180.0,
      104.0,
      20.0
     ],
     "text": "beat -"
    }
   },
   {
    "box": {
     "id": "obj-262",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2532.0,
      918.0,
      128.2,
      22.0
     ],
     "text": "prepend set tempo"
    }
   },
   {
    "box": {
     "id": "obj-263",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2532.0,
      948.0,
      104.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      232.0,
      180.0,
      104.0,
      20.0
     ],
     "text": "tempo -"
    }
   },
   {
    "box": {
     "id": "obj-264",
     "maxclass": "newobj",
     "numinlets": 4,
     "numoutlets": 4,
     "outlettype": [
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1900.0,
      960.0,
      253.6,
      22.0
     ],
     "text": "route /mcm/error /mcm/fail /mcm/done"
    }
   },
   {
    "box": {
     "id": "obj-265",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1900.0,
      990.0,
      68.8,
      22.0
     ],
     "text": "zl.nth 2"
    }
   },
   {
    "box": {
     "id": "obj-266",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2650.0,
      947.5,
      88.6,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-267",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2650.0,
      977.5,
      640.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      350.0,
      180.0,
      640.0,
      20.0
     ],
     "text": "what the daemon says"
    }
   }
  ],
  "lines": [
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-1",
      8
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-4",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      0
     ],
     "destination": [
      "obj-6",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-6",
      1
     ],
     "destination": [
      "obj-7",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      0
     ],
     "destination": [
      "obj-8",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-8",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-9",
      0
     ],
     "destination": [
      "obj-10",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-10",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      0
     ],
     "destination": [
      "obj-12",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-12",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-13",
      0
     ],
     "destination": [
      "obj-14",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-14",
      0
     ],
     "destination": [
      "obj-15",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-15",
      1
     ],
     "destination": [
      "obj-16",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-16",
      0
     ],
     "destination": [
      "obj-17",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-17",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-18",
      0
     ],
     "destination": [
      "obj-19",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-19",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-20",
      0
     ],
     "destination": [
      "obj-21",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-21",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-22",
      0
     ],
     "destination": [
      "obj-23",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-23",
      0
     ],
     "destination": [
      "obj-24",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-24",
      1
     ],
     "destination": [
      "obj-25",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-25",
      0
     ],
     "destination": [
      "obj-26",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-26",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-27",
      0
     ],
     "destination": [
      "obj-28",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-28",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-29",
      0
     ],
     "destination": [
      "obj-30",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-30",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-31",
      0
     ],
     "destination": [
      "obj-32",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-32",
      0
     ],
     "destination": [
      "obj-33",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-33",
      1
     ],
     "destination": [
      "obj-34",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-34",
      0
     ],
     "destination": [
      "obj-35",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-35",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-36",
      0
     ],
     "destination": [
      "obj-37",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-37",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-38",
      0
     ],
     "destination": [
      "obj-39",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-39",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-40",
      0
     ],
     "destination": [
      "obj-41",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-41",
      0
     ],
     "destination": [
      "obj-42",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-42",
      1
     ],
     "destination": [
      "obj-43",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-43",
      0
     ],
     "destination": [
      "obj-44",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-44",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-45",
      0
     ],
     "destination": [
      "obj-46",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-46",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-47",
      0
     ],
     "destination": [
      "obj-48",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-48",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-49",
      0
     ],
     "destination": [
      "obj-50",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-50",
      0
     ],
     "destination": [
      "obj-51",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-51",
      1
     ],
     "destination": [
      "obj-52",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-52",
      0
     ],
     "destination": [
      "obj-53",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-53",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-54",
      0
     ],
     "destination": [
      "obj-55",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-55",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-56",
      0
     ],
     "destination": [
      "obj-57",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-57",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-58",
      0
     ],
     "destination": [
      "obj-59",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-59",
      0
     ],
     "destination": [
      "obj-60",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-60",
      1
     ],
     "destination": [
      "obj-61",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-61",
      0
     ],
     "destination": [
      "obj-62",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-62",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-63",
      0
     ],
     "destination": [
      "obj-64",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-64",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-65",
      0
     ],
     "destination": [
      "obj-66",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-66",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-67",
      0
     ],
     "destination": [
      "obj-68",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-68",
      0
     ],
     "destination": [
      "obj-69",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-69",
      1
     ],
     "destination": [
      "obj-70",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-70",
      0
     ],
     "destination": [
      "obj-71",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-71",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-72",
      0
     ],
     "destination": [
      "obj-73",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-73",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-74",
      0
     ],
     "destination": [
      "obj-75",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-75",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-79",
      0
     ],
     "destination": [
      "obj-80",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-80",
      0
     ],
     "destination": [
      "obj-77",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-79",
      1
     ],
     "destination": [
      "obj-81",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-81",
      0
     ],
     "destination": [
      "obj-78",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-84",
      0
     ],
     "destination": [
      "obj-85",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-85",
      0
     ],
     "destination": [
      "obj-79",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-77",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-77",
      0
     ],
     "destination": [
      "obj-86",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-86",
      0
     ],
     "destination": [
      "obj-84",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-78",
      0
     ],
     "destination": [
      "obj-83",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-78",
      0
     ],
     "destination": [
      "obj-87",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-84",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-83",
      0
     ],
     "destination": [
      "obj-88",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-82",
      0
     ],
     "destination": [
      "obj-89",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-88",
      0
     ],
     "destination": [
      "obj-89",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-90",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-90",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-83",
      0
     ],
     "destination": [
      "obj-91",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-82",
      0
     ],
     "destination": [
      "obj-92",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-91",
      0
     ],
     "destination": [
      "obj-92",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-92",
      0
     ],
     "destination": [
      "obj-93",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-83",
      0
     ],
     "destination": [
      "obj-94",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-82",
      0
     ],
     "destination": [
      "obj-95",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-94",
      0
     ],
     "destination": [
      "obj-95",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-95",
      0
     ],
     "destination": [
      "obj-96",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-96",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-83",
      0
     ],
     "destination": [
      "obj-97",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-82",
      0
     ],
     "destination": [
      "obj-98",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-97",
      0
     ],
     "destination": [
      "obj-98",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-98",
      0
     ],
     "destination": [
      "obj-99",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-99",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-101",
      0
     ],
     "destination": [
      "obj-102",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-102",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-104",
      0
     ],
     "destination": [
      "obj-105",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-105",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-106",
      0
     ],
     "destination": [
      "obj-107",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-107",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-108",
      0
     ],
     "destination": [
      "obj-109",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-109",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-111",
      0
     ],
     "destination": [
      "obj-112",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-112",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-114",
      0
     ],
     "destination": [
      "obj-115",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-115",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-116",
      0
     ],
     "destination": [
      "obj-117",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-117",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-118",
      0
     ],
     "destination": [
      "obj-119",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-119",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-121",
      0
     ],
     "destination": [
      "obj-122",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-122",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-124",
      0
     ],
     "destination": [
      "obj-125",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-125",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-126",
      0
     ],
     "destination": [
      "obj-127",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-127",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-128",
      0
     ],
     "destination": [
      "obj-129",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-129",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-131",
      0
     ],
     "destination": [
      "obj-132",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-132",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-134",
      0
     ],
     "destination": [
      "obj-135",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-135",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-136",
      0
     ],
     "destination": [
      "obj-137",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-137",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-138",
      0
     ],
     "destination": [
      "obj-139",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-139",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-141",
      1
     ],
     "destination": [
      "obj-142",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-142",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-144",
      1
     ],
     "destination": [
      "obj-145",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-145",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-147",
      0
     ],
     "destination": [
      "obj-148",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-148",
      0
     ],
     "destination": [
      "obj-149",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-149",
      0
     ],
     "destination": [
      "obj-152",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-152",
      0
     ],
     "destination": [
      "obj-146",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-148",
      1
     ],
     "destination": [
      "obj-150",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-149",
      1
     ],
     "destination": [
      "obj-151",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-146",
      0
     ],
     "destination": [
      "obj-150",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-150",
      0
     ],
     "destination": [
      "obj-153",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-153",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-151",
      0
     ],
     "destination": [
      "obj-154",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-154",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-156",
      0
     ],
     "destination": [
      "obj-157",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-157",
      0
     ],
     "destination": [
      "obj-158",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-158",
      0
     ],
     "destination": [
      "obj-161",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-161",
      0
     ],
     "destination": [
      "obj-155",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-157",
      1
     ],
     "destination": [
      "obj-159",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-158",
      1
     ],
     "destination": [
      "obj-160",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-155",
      0
     ],
     "destination": [
      "obj-159",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-159",
      0
     ],
     "destination": [
      "obj-162",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-162",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-160",
      0
     ],
     "destination": [
      "obj-163",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-163",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-165",
      0
     ],
     "destination": [
      "obj-166",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-166",
      0
     ],
     "destination": [
      "obj-167",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-167",
      0
     ],
     "destination": [
      "obj-170",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-170",
      0
     ],
     "destination": [
      "obj-164",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-166",
      1
     ],
     "destination": [
      "obj-168",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-167",
      1
     ],
     "destination": [
      "obj-169",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-164",
      0
     ],
     "destination": [
      "obj-168",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-168",
      0
     ],
     "destination": [
      "obj-171",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-171",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-169",
      0
     ],
     "destination": [
      "obj-172",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-172",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-174",
      0
     ],
     "destination": [
      "obj-175",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-175",
      1
     ],
     "destination": [
      "obj-176",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-176",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-177",
      0
     ],
     "destination": [
      "obj-178",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-179",
      0
     ],
     "destination": [
      "obj-178",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-178",
      0
     ],
     "destination": [
      "obj-180",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-180",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-182",
      0
     ],
     "destination": [
      "obj-183",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-183",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-184",
      0
     ],
     "destination": [
      "obj-185",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-185",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-186",
      0
     ],
     "destination": [
      "obj-187",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-187",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-188",
      0
     ],
     "destination": [
      "obj-189",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-189",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-190",
      0
     ],
     "destination": [
      "obj-191",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-191",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-192",
      0
     ],
     "destination": [
      "obj-193",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-193",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1",
      0
     ],
     "destination": [
      "obj-194",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-195",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      0
     ],
     "destination": [
      "obj-195",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-196",
      0
     ],
     "destination": [
      "obj-9",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      1
     ],
     "destination": [
      "obj-196",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-197",
      0
     ],
     "destination": [
      "obj-13",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      2
     ],
     "destination": [
      "obj-197",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-198",
      0
     ],
     "destination": [
      "obj-18",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      3
     ],
     "destination": [
      "obj-198",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-199",
      0
     ],
     "destination": [
      "obj-22",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      4
     ],
     "destination": [
      "obj-199",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-200",
      0
     ],
     "destination": [
      "obj-27",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      5
     ],
     "destination": [
      "obj-200",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-201",
      0
     ],
     "destination": [
      "obj-31",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      6
     ],
     "destination": [
      "obj-201",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-202",
      0
     ],
     "destination": [
      "obj-36",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      7
     ],
     "destination": [
      "obj-202",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-203",
      0
     ],
     "destination": [
      "obj-40",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      8
     ],
     "destination": [
      "obj-203",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-204",
      0
     ],
     "destination": [
      "obj-45",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      9
     ],
     "destination": [
      "obj-204",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-205",
      0
     ],
     "destination": [
      "obj-49",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      10
     ],
     "destination": [
      "obj-205",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-206",
      0
     ],
     "destination": [
      "obj-54",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      11
     ],
     "destination": [
      "obj-206",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-207",
      0
     ],
     "destination": [
      "obj-58",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      12
     ],
     "destination": [
      "obj-207",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-208",
      0
     ],
     "destination": [
      "obj-63",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      13
     ],
     "destination": [
      "obj-208",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-209",
      0
     ],
     "destination": [
      "obj-67",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      14
     ],
     "destination": [
      "obj-209",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-210",
      0
     ],
     "destination": [
      "obj-72",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      15
     ],
     "destination": [
      "obj-210",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1",
      1
     ],
     "destination": [
      "obj-211",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-212",
      0
     ],
     "destination": [
      "obj-101",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      0
     ],
     "destination": [
      "obj-212",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-213",
      0
     ],
     "destination": [
      "obj-104",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      1
     ],
     "destination": [
      "obj-213",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-214",
      0
     ],
     "destination": [
      "obj-106",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      2
     ],
     "destination": [
      "obj-214",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-215",
      0
     ],
     "destination": [
      "obj-108",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      3
     ],
     "destination": [
      "obj-215",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-216",
      0
     ],
     "destination": [
      "obj-111",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      4
     ],
     "destination": [
      "obj-216",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-217",
      0
     ],
     "destination": [
      "obj-114",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      5
     ],
     "destination": [
      "obj-217",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-218",
      0
     ],
     "destination": [
      "obj-116",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      6
     ],
     "destination": [
      "obj-218",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-219",
      0
     ],
     "destination": [
      "obj-118",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      7
     ],
     "destination": [
      "obj-219",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-220",
      0
     ],
     "destination": [
      "obj-121",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      8
     ],
     "destination": [
      "obj-220",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-221",
      0
     ],
     "destination": [
      "obj-124",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      9
     ],
     "destination": [
      "obj-221",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-222",
      0
     ],
     "destination": [
      "obj-126",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      10
     ],
     "destination": [
      "obj-222",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-223",
      0
     ],
     "destination": [
      "obj-128",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      11
     ],
     "destination": [
      "obj-223",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-224",
      0
     ],
     "destination": [
      "obj-131",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      12
     ],
     "destination": [
      "obj-224",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-225",
      0
     ],
     "destination": [
      "obj-134",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      13
     ],
     "destination": [
      "obj-225",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-226",
      0
     ],
     "destination": [
      "obj-136",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      14
     ],
     "destination": [
      "obj-226",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-227",
      0
     ],
     "destination": [
      "obj-138",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      15
     ],
     "destination": [
      "obj-227",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1",
      2
     ],
     "destination": [
      "obj-228",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-229",
      0
     ],
     "destination": [
      "obj-141",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-228",
      0
     ],
     "destination": [
      "obj-229",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-230",
      0
     ],
     "destination": [
      "obj-144",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-228",
      1
     ],
     "destination": [
      "obj-230",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-231",
      1
     ],
     "destination": [
      "obj-232",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-233",
      0
     ],
     "destination": [
      "obj-146",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-232",
      1
     ],
     "destination": [
      "obj-233",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-231",
      0
     ],
     "destination": [
      "obj-234",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-234",
      0
     ],
     "destination": [
      "obj-147",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-231",
      0
     ],
     "destination": [
      "obj-235",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-235",
      0
     ],
     "destination": [
      "obj-150",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-232",
      0
     ],
     "destination": [
      "obj-236",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-236",
      0
     ],
     "destination": [
      "obj-147",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-232",
      0
     ],
     "destination": [
      "obj-237",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-237",
      0
     ],
     "destination": [
      "obj-150",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-228",
      2
     ],
     "destination": [
      "obj-231",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-238",
      1
     ],
     "destination": [
      "obj-239",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-240",
      0
     ],
     "destination": [
      "obj-155",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-239",
      1
     ],
     "destination": [
      "obj-240",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-238",
      0
     ],
     "destination": [
      "obj-241",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-241",
      0
     ],
     "destination": [
      "obj-156",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-238",
      0
     ],
     "destination": [
      "obj-242",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-242",
      0
     ],
     "destination": [
      "obj-159",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-239",
      0
     ],
     "destination": [
      "obj-243",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-243",
      0
     ],
     "destination": [
      "obj-156",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-239",
      0
     ],
     "destination": [
      "obj-244",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-244",
      0
     ],
     "destination": [
      "obj-159",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-228",
      3
     ],
     "destination": [
      "obj-238",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-245",
      1
     ],
     "destination": [
      "obj-246",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-247",
      0
     ],
     "destination": [
      "obj-164",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-246",
      1
     ],
     "destination": [
      "obj-247",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-245",
      0
     ],
     "destination": [
      "obj-248",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-248",
      0
     ],
     "destination": [
      "obj-165",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-245",
      0
     ],
     "destination": [
      "obj-249",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-249",
      0
     ],
     "destination": [
      "obj-168",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-246",
      0
     ],
     "destination": [
      "obj-250",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-250",
      0
     ],
     "destination": [
      "obj-165",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-246",
      0
     ],
     "destination": [
      "obj-251",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-251",
      0
     ],
     "destination": [
      "obj-168",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-228",
      4
     ],
     "destination": [
      "obj-245",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1",
      6
     ],
     "destination": [
      "obj-252",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-252",
      0
     ],
     "destination": [
      "obj-253",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-253",
      0
     ],
     "destination": [
      "obj-103",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-252",
      1
     ],
     "destination": [
      "obj-254",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-254",
      0
     ],
     "destination": [
      "obj-113",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-252",
      2
     ],
     "destination": [
      "obj-255",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-255",
      0
     ],
     "destination": [
      "obj-123",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-252",
      3
     ],
     "destination": [
      "obj-256",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-256",
      0
     ],
     "destination": [
      "obj-133",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1",
      5
     ],
     "destination": [
      "obj-257",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-257",
      0
     ],
     "destination": [
      "obj-258",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-258",
      0
     ],
     "destination": [
      "obj-259",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-257",
      1
     ],
     "destination": [
      "obj-260",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-260",
      0
     ],
     "destination": [
      "obj-261",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-257",
      2
     ],
     "destination": [
      "obj-262",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-262",
      0
     ],
     "destination": [
      "obj-263",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1",
      7
     ],
     "destination": [
      "obj-264",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-264",
      0
     ],
     "destination": [
      "obj-265",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-264",
      1
     ],
     "destination": [
      "obj-265",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-264",
      2
     ],
     "destination": [
      "obj-265",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-265",
      0
     ],
     "destination": [
      "obj-266",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-266",
      0
     ],
     "destination": [
      "obj-267",
      0
     ]
    }
   }
  ]
 }
}
