# A short run of the classifier on few drawn digits: what it prints, that it learns, and that its file comes out again.
file(REMOVE_RECURSE "${OUT}")
execute_process(COMMAND "${PROGRAM}" --images 1500 --batch 50 --epochs 2 --threads 2 --seed 7
    --out "${OUT}/net.safetensors"
  RESULT_VARIABLE status OUTPUT_VARIABLE printed ERROR_VARIABLE said)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "expected status 0, got ${status}: ${said}")
endif()
foreach(line "data: drawn digits, 1500 images to learn from, 250 to be tested on" "conv1 +Conv2d"
    "epoch 1/2: loss [0-9.]+, accuracy [0-9.]+ %, [0-9.]+ s\nepoch 2/2: loss "
    "wrote ${OUT}/net.safetensors: test accuracy ([89][0-9]|100)\\.[0-9]+ %, ")
  if(NOT printed MATCHES "${line}")
    message(FATAL_ERROR "expected '${line}' on stdout, got:\n${printed}")
  endif()
endforeach()
file(GLOB left RELATIVE "${OUT}" "${OUT}/*")
if(NOT left STREQUAL net.safetensors)
  message(FATAL_ERROR "expected net.safetensors alone, got ${left}")
endif()
